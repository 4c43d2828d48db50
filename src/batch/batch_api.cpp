#include "batch/batch_api.hpp"

#include "batch/anthropic_batches.hpp"
#include "batch/openai_batches.hpp"

namespace judge {

std::unique_ptr<BatchApi> make_batch_api(Provider provider) {
  switch (provider) {
    case Provider::openai:
    case Provider::mock:
      return std::make_unique<OpenAiBatches>();
    case Provider::anthropic:
      return std::make_unique<AnthropicBatches>();
    case Provider::gemini:
    case Provider::azure:
    case Provider::bedrock:
      break;
  }
  return nullptr;
}

}  // namespace judge
