#include "cli/embedded_mocks.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace judge {

Result<EmbeddedMocks> start_mocks(Config& config) {
  EmbeddedMocks mocks;
  for (auto& model : config.models) {
    if (model.provider != Provider::mock) continue;
    MockOptions options;
    options.latency = model.mock.latency;
    options.rpm = model.mock.rpm;
    options.tpm = model.mock.tpm;
    options.burst = model.mock.burst;
    options.fail = model.mock.fail;
    options.seed = model.mock.seed;
    options.position_bias = model.mock.position_bias;
    options.unreadable = model.mock.unreadable;
    auto mock = MockServer::start(options);
    if (!mock)
      return fail(Fault::config, fmt::format("{}: models.{}.mock: {}", config.file.string(),
                                             printable(model.name), mock.error().message));
    model.base_url = (*mock)->base_url();
    mocks.push_back(std::move(*mock));
  }
  return mocks;
}

}  // namespace judge
