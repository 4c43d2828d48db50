// config: a TOML file (and --set) to a validated Config. Everything here is already checked and
// absolute.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.hpp"

namespace judge {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

/// In which order samples are let in. `prefix`: those whose prompts begin alike next to each other,
/// so that the provider's prompt cache is hit.
enum class Order { dataset, prefix };

struct RunConfig {
  std::string name;
  std::filesystem::path output;
  std::filesystem::path store;
  std::uint32_t epochs = 1;
  std::uint64_t seed = 0;
  milliseconds drain = 30s;
  Order order = Order::dataset;
};

struct DatasetConfig {
  std::filesystem::path path;
  std::optional<std::string> id;  // column of the id; default: "id" where present, else a hash
  std::map<std::string, std::string>
      fields;  // standard name → column (a dotted path reaches into objects)
  std::vector<std::string>
      metadata;              // columns copied into the results; default: "metadata" as it is
  std::uint64_t limit = 0;   // 0 = all
  std::uint64_t sample = 0;  // 0 = all, else k rows chosen by run.seed
};

enum class Provider { openai, mock };

struct ApiKey {
  Secret value;
  std::string source;  // "env:OPENAI_API_KEY", "file:…", "literal": what may be shown of it
};

/// The semaphore. With `automatic` the limit moves between 1 and `max`, from `start`.
struct Concurrency {
  bool automatic = false;
  std::size_t start = 64;
  std::size_t max = 64;
  bool operator==(const Concurrency&) const = default;
};

struct TimeoutConfig {
  milliseconds connect = 10s;
  milliseconds attempt = 120s;  // total, body included
};

struct RetryConfig {
  std::uint32_t max = 8;  // attempts after the first
  milliseconds base = 500ms;
  milliseconds cap = 60s;
  milliseconds retry_after_cap = 10min;
  milliseconds give_up_after = 30min;  // of rate limits without any success on the model
};

/// Who answers in the model's place: in this order, the first whose keys are alive.
struct FallbackConfig {
  std::vector<std::string> models;
  bool on_dead = true;             // every key of the model is out of money or refused
  bool on_content_filter = false;  // the model or its provider refuses this one sample
};

/// A second attempt beside a slow one; the first answer wins.
struct HedgeConfig {
  double after = 0.95;      // "p95": the quantile of the model's latencies after which one is slow
  double max_share = 0.02;  // "2%": of all attempts
};

/// USD per million tokens. Unknown is unknown, not 0.
struct Price {
  std::optional<double> input;
  std::optional<double> cached_input;
  std::optional<double> output;
};

/// What `provider = "mock"` starts on loopback; the same options as `judge mock` has.
struct MockConfig {
  std::string latency = "0ms";  // "200ms", or "lognormal:200ms,0.5" (median, sigma)
  std::optional<double> rpm;
  std::optional<double> tpm;
  std::optional<double> burst;
  std::string fail;  // "500=0.01,reset=0.005,stall=0.001,garbage=0.01"
  std::uint64_t seed = 0;
};

struct ModelConfig {
  std::string name;  // the user's: [models.<name>]
  Provider provider = Provider::openai;
  std::string model;             // the provider's
  std::string base_url;          // no trailing slash; empty for mock until it is started
  std::vector<ApiKey> api_keys;  // may be empty: then no Authorization is sent
  Concurrency max_connections;
  std::optional<double> rpm;          // per key
  std::optional<double> tpm;          // per key
  std::optional<double> burst;        // requests the server lets come at once after a rest; per key
  std::optional<double> token_burst;  // tokens likewise
  nlohmann::json params = nlohmann::json::object();  // passed through into the request's body
  std::map<std::string, std::string> headers;
  TimeoutConfig timeout;
  RetryConfig retry;
  FallbackConfig fallback;
  std::optional<HedgeConfig> hedge;
  Price price;
  std::filesystem::path ca_file;                     // empty = the system's
  std::size_t max_response = std::size_t{32} << 20;  // bytes
  MockConfig mock;
};

/// A template or system text, and where it came from ("answer.mustache" or "judge.toml:12").
struct PromptText {
  std::string text;
  std::string origin;
};

struct GenerateConfig {
  std::vector<std::string> models;
  std::optional<PromptText> system;
  PromptText prompt;  // may be empty text where the dataset has `messages`
};

enum class Method { score, choice, exact, includes, regex, numeric };

/// True for the methods that ask a model.
constexpr bool asks_model(Method method) {
  return method == Method::score || method == Method::choice;
}

struct Choice {
  std::string label;
  double value;
};

struct JudgeConfig {
  std::string name;  // "judge" unless given
  Method method = Method::score;
  std::vector<std::string> models;  // for now exactly one where the method asks a model, else none
  std::optional<PromptText> system;
  PromptText prompt;
  double scale_min = 1;
  double scale_max = 10;
  std::vector<Choice> choices;    // in the config's order
  std::string conflict = "last";  // several different labels in one answer: last | first | null
  bool ignore_case = false;       // exact, includes, regex
  std::string pattern;            // regex (RE2 syntax); empty = the sample's target is the pattern
  double tolerance = 0;           // numeric: absolute
  std::string format =
      "auto";  // auto | json_schema | json_object | text: how the verdict is asked for
};

struct LimitsConfig {
  std::optional<double> usd;
  std::optional<std::uint64_t> tokens;  // input and output together
  std::optional<milliseconds> deadline;
  std::optional<double> max_failures_share;         // "20%" → 0.2
  std::optional<std::uint64_t> max_failures_count;  // 50
  bool operator==(const LimitsConfig&) const = default;
};

struct Config {
  std::filesystem::path file;
  RunConfig run;
  DatasetConfig dataset;
  std::vector<ModelConfig> models;  // in the file's order
  std::optional<GenerateConfig> generate;
  std::vector<JudgeConfig> judges;  // at least one
  LimitsConfig limits;

  const ModelConfig& model(const std::string& name) const;  // must exist: checked at load
};

}  // namespace judge
