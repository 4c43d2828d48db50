#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "model/dialect.hpp"

namespace judge {

// What a run asks whom, and in what form: for the run, and for a plan that has to foresee it to the
// byte.

/// The models that the stages name, each once, generation's first; then those that stand in for
/// them.
std::vector<std::string> models_in_use(const Config& config);

/// The models that a results line may be about: those that generate, without one that is only the
/// other of every pair; one nameless one where outputs come from the dataset.
std::vector<std::string> candidates_of(const Config& config);

/// Whether a line has to say which of them it is about.
bool names_candidates(const Config& config);

/// limits.usd holds nothing where the prices are unknown, so it is refused there.
Result<> check_prices(const Config& config);

/// The form that the config insists on; nullopt: the strongest that the server takes.
std::optional<ReplyFormat> fixed_format(const JudgeConfig& judge);

/// The store's name for what is known of a server's response_format, and its values.
std::string format_fact(const ModelConfig& model);
std::string_view name(ReplyFormat format);
std::optional<ReplyFormat> format_named(std::string_view text);

/// Without a tokenizer: English is near 4 characters a token; code and other scripts have more
/// tokens. Without an answer to go by, an answer is taken to have this many.
constexpr double characters_a_token = 4;
constexpr double fewest_characters_a_token = 2.5;
constexpr double assumed_output_tokens = 256;

/// What the config's params allow an answer; nullopt: nothing is said.
std::optional<double> max_output_tokens(const ModelConfig& model);

/// The text to be judged. A model that declines has still answered: its words are its output.
std::string output_of(const ChatReply& reply);

/// Cut off before it said anything: there is no output to judge.
bool said_nothing(const ChatReply& reply);

}  // namespace judge
