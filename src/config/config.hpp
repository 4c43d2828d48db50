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
/// so that the provider's prompt cache is hit. `random`: by run.seed, so that the samples done are
/// at any time a random choice of all.
enum class Order { dataset, prefix, random };

/// Ends the run once its first judge's mean is known well enough, however often one looks.
struct StopWhen {
  std::optional<double> half_width;              // of the interval, in the score's own unit
  std::optional<std::filesystem::path> compare;  // or once it differs from these results
  double alpha = 0.05;
};

struct RunConfig {
  std::string name;
  std::filesystem::path output;
  std::filesystem::path store;
  bool store_exclusive = false;  // one process at a time: needs no shared memory
  std::uint32_t epochs = 1;
  std::uint64_t seed = 0;
  milliseconds drain = 30s;
  Order order = Order::dataset;
  std::optional<StopWhen> stop_when;  // order is random then
};

struct DatasetConfig {
  std::filesystem::path path;
  std::optional<std::string> id;  // column of the id; default: "id" where present, else a hash
  std::map<std::string, std::string>
      fields;  // standard name → column (a dotted path reaches into objects)
  std::vector<std::string>
      metadata;  // columns copied into the results; default: "metadata" as it is
  std::optional<std::string> cluster;  // column: samples with the same value are not independent
  std::uint64_t limit = 0;             // 0 = all
  std::uint64_t sample = 0;            // 0 = all, else k rows chosen by run.seed
};

/// `openai`: any server that speaks OpenAI's API.
enum class Provider { openai, anthropic, gemini, azure, bedrock, mock };

/// Of OpenAI's: chat completions, which its likes have too, or responses.
enum class Api { chat, responses };

struct ApiKey {
  Secret value;
  std::string source;       // "env:OPENAI_API_KEY", "file:…", "literal": what may be shown of it
  std::string aws_id = {};  // bedrock: the access key of which `value` is the secret
  std::optional<Secret> aws_session = {};  // and the token of a temporary one
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
  std::optional<double> cache_write = {};     // input that the provider keeps for later
  std::optional<double> cache_write_1h = {};  // and keeps for an hour
};

/// What a whole request costs once its input is above so many tokens.
struct PriceTier {
  std::int64_t tokens = 0;
  Price price;
};

/// How a model is asked: call by call; in batches; or in batches, and call by call for what they do
/// not answer.
enum class Mode { online, batch, hybrid };

/// What `provider = "mock"` starts on loopback; the same options as `judge mock` has.
struct MockConfig {
  std::string latency = "0ms";  // "200ms", or "lognormal:200ms,0.5" (median, sigma)
  std::optional<double> rpm;
  std::optional<double> tpm;
  std::optional<double> burst;
  std::string fail;  // "500=0.01,reset=0.005,stall=0.001,garbage=0.01"
  std::uint64_t seed = 0;
  double position_bias = 0.05;  // share of the pairs in which the first shown wins
  double unreadable = 0;        // share of the verdicts that come as mere prose
};

struct ModelConfig {
  std::string name;  // the user's: [models.<name>]
  Provider provider = Provider::openai;
  Api api = Api::chat;
  std::string preset;            // whose base_url, key and quirks were taken; may be empty
  std::string model;             // the provider's
  std::string base_url;          // no trailing slash; empty for mock until it is started
  std::string unix_socket;       // where base_url is to be found; empty = on the network
  std::string api_version;       // anthropic, azure, gemini: the one spoken
  std::string deployment;        // azure
  std::string region;            // bedrock
  std::vector<ApiKey> api_keys;  // may be empty: then no Authorization is sent
  Concurrency max_connections;
  std::optional<double> rpm;          // per key
  std::optional<double> tpm;          // per key
  std::optional<double> burst;        // requests the server lets come at once after a rest; per key
  std::optional<double> token_burst;  // tokens likewise
  nlohmann::json params = nlohmann::json::object();  // passed through into the request's body
  std::map<std::string, std::string> headers;
  std::map<std::string, std::string> query;  // of the URL, as they are: not encoded yet
  TimeoutConfig timeout;
  RetryConfig retry;
  FallbackConfig fallback;
  std::optional<HedgeConfig> hedge;
  Price price;
  std::vector<PriceTier> price_above;  // by tokens, ascending
  double batch_price = 0.5;            // what a batch's answer costs of the price
  Mode mode = Mode::online;
  milliseconds batch_wait = 24h;                     // hybrid: after that, batches are cancelled
  std::filesystem::path ca_file;                     // empty = the system's
  std::filesystem::path client_cert;                 // PEM, for servers that ask for one
  std::filesystem::path client_key;                  // PEM; empty = in client_cert
  std::optional<Secret> proxy;                       // "" = none; nullopt = as the environment says
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
  PromptText prompt;  // may be empty text where the dataset has `messages` or `turns`
};

enum class Method {
  score,
  choice,
  pairwise,
  rubric,
  exact,
  includes,
  regex,
  numeric,
  json_schema,
};

/// True for the methods that ask a model.
constexpr bool asks_model(Method method) {
  return method <= Method::rubric;
}

/// Which of a pair is shown first: each once, one by the sample's own coin, or always a.
enum class Swap { both, random, none };

/// What becomes of a pair whose two orders disagree: a tie, half a win each (the same score, but no
/// verdict "tie"), or no verdict.
enum class OnInconsistent { tie, half, drop };

/// How several verdicts become one.
enum class Combine { majority, mean, median };

struct Criterion {
  std::string text;
  double points = 1;  // below 0: a fault
};

/// The verdict is read off the probabilities of the answer's tokens.
struct LogprobsConfig {
  bool wanted = false;
  bool or_text = true;        // where the server gives none: the text; else unscored
  double min_coverage = 0.5;  // of probability on valid verdicts; less is unscored
  std::uint32_t top = 20;     // top_logprobs asked for
};

struct Choice {
  std::string label;
  double value;
};

struct JudgeConfig {
  std::string name;  // "judge" unless given
  Method method = Method::score;
  std::vector<std::string> models;  // several: a panel; none where the method asks no model
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
  std::string family = "auto";  // what verdicts look like: only these are read (grade/families.hpp)

  std::uint32_t votes = 1;         // of each model
  std::optional<Combine> combine;  // default: majority of labels, mean of numbers
  std::uint32_t min_votes = 0;     // readable ones that a verdict takes; 0 = more than half
  std::uint32_t repair = 0;        // times that the form alone is asked for again
  LogprobsConfig logprobs;
  std::string gate;        // a free scorer before this one: what passes there is not asked here
  std::uint32_t turn = 0;  // of a conversation, from 1; 0 = the last, and the whole
  std::optional<std::string> human;  // column with a person's verdict

  Swap swap = Swap::both;  // pairwise
  OnInconsistent on_inconsistent = OnInconsistent::tie;
  std::string against;             // b is what this model writes
  std::filesystem::path baseline;  // or stands in these results

  std::vector<Criterion> criteria;  // rubric
  bool ask_each = false;            // one call a criterion

  nlohmann::json schema;  // json_schema
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
