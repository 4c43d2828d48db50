#include "batch/batch_api.hpp"

#include "batch/anthropic_batches.hpp"
#include "batch/openai_batches.hpp"

namespace judge {

std::unique_ptr<BatchApi> make_batch_api(Provider provider) {
  switch (provider) {
    case Provider::openai:
    case Provider::mock:
      break;
  }
  return std::make_unique<OpenAiBatches>();
}

}  // namespace judge
