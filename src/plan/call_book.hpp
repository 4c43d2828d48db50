#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "dataset/sample.hpp"
#include "grade/judge.hpp"
#include "plan/seen.hpp"
#include "plan/survey_row.hpp"
#include "store/reply_database.hpp"

namespace judge {

/// An output that is not written yet. Something that no text has stands in for it: by that one
/// sees which requests depend on it, and how often they show it. Not empty, because a template may
/// leave out sections around nothing.
struct Wait {
  std::string_view stand_in;
  std::size_t writer = 0;  // the row of its model
  Digest mark{};           // of the request whose answer it is
};

constexpr std::string_view own_stand_in = "\uE000";    // of the output that is judged
constexpr std::string_view other_stand_in = "\uE001";  // of the other of its pair

/// A request as a run would make it.
struct BookedCall {
  const Sample& sample;
  std::uint32_t epoch = 0;
  std::uint32_t vote = 0;
  bool done = false;   // its results line is there
  bool gated = false;  // whether it will be made is not known yet
};

struct Booked {
  std::optional<ChatReply> reply;  // as stored
  std::uint32_t left = 0;          // bytes; 0: it need not be asked
  Digest mark{};
};

/// A call that a run would make now: its request is known to the byte, and the store has no answer.
struct ReadyCall {
  const ModelConfig& model;
  ReplyFormat format = ReplyFormat::text;
  const Digest& key;
  std::string_view body;
};
using OnReady = std::function<void(const ReadyCall&)>;

/// Counts requests, each once, and looks for their answers in the store.
class CallBook {
 public:
  /// `store`: nullptr where there is none.
  explicit CallBook(ReplyDatabase* store, OnReady on_ready = nullptr)
      : store_(store), on_ready_(std::move(on_ready)) {}

  /// Of a server's forms the one that is known to be taken, else the strongest.
  Result<ReplyFormat> format_of(const JudgeConfig& judge, const ModelConfig& model);

  /// All rows stand before the first call; those of writers first.
  std::size_t add_row(SurveyRow row);
  std::vector<SurveyRow>& rows() { return rows_; }
  const std::vector<SurveyRow>& rows() const { return rows_; }

  Result<Booked> book(std::size_t row, const ChatRequest& request, const BookedCall& call,
                      std::span<const Wait> waits);

  /// After the last call: what waits for outputs gets their expected size.
  void close();

 private:
  bool is_new(const Digest& mark, bool done, SurveyRow& row);
  struct Found {
    ChatReply reply;
    milliseconds latency;
  };
  Result<std::optional<Found>> stored(const SurveyRow& row, const Digest& key);
  static void show(SurveyRow& row, const ChatRequest& request, const BookedCall& call,
                   bool output_known);

  ReplyDatabase* store_;
  OnReady on_ready_;
  std::vector<SurveyRow> rows_;
  std::vector<std::vector<std::uint64_t>>
      shown_;  // by row and writer: how often calls left show it
  Seen seen_;
};

}  // namespace judge
