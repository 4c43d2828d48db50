#include "plan/call_book.hpp"

#include <algorithm>

#include "run/requests.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

std::uint64_t count_of(std::string_view what, std::string_view text) {
  std::uint64_t count = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

/// For people, three dots stand in.
std::string legible(std::string text) {
  for (const auto stand_in : {own_stand_in, other_stand_in})
    for (auto at = text.find(stand_in); at != text.npos; at = text.find(stand_in))
      text.replace(at, stand_in.size(), "…");
  return text;
}

nlohmann::json messages_json(const ChatRequest& request) {
  auto list = nlohmann::json::array();
  for (const auto& message : request.messages)
    list.push_back({{"role", message.role}, {"content", message.content}});
  return nlohmann::json::parse(
      legible(list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

Digest done_mark(const Digest& mark) {
  return Hasher().add("done").add(hex(mark)).finish();
}

}  // namespace

double expected_text_bytes(const SurveyRow& row) {
  if (row.pilot.text_bytes.n() >= Pilot::enough) return *row.pilot.text_bytes.mean();
  const auto most = max_output_tokens(*row.model).value_or(assumed_output_tokens);
  return std::min(most, assumed_output_tokens) * characters_a_token;
}

double awaited_bytes(const SurveyRow& row) {
  return row.waiting > 0 ? row.waiting_bytes / static_cast<double>(row.waiting) : 0;
}

Result<ReplyFormat> CallBook::format_of(const JudgeConfig& judge, const ModelConfig& model) {
  if (const auto fixed = fixed_format(judge)) return *fixed;
  if (!store_) return ReplyFormat::json_schema;
  const auto known = store_->recall(format_fact(model));
  if (!known) return std::unexpected(known.error());
  const auto format = *known ? format_named(**known) : std::nullopt;
  return format.value_or(ReplyFormat::json_schema);
}

std::size_t CallBook::add_row(SurveyRow row) {
  rows_.push_back(std::move(row));
  return rows_.size() - 1;
}

/// Seen in a line that is done, it may still be missing in another: that one makes the call.
bool CallBook::is_new(const Digest& mark, bool done, SurveyRow& row) {
  if (done) {
    if (seen_.has(mark) || !seen_.add(done_mark(mark))) return false;
    ++row.calls;
    return true;
  }
  if (!seen_.add(mark)) return false;
  if (!seen_.has(done_mark(mark))) ++row.calls;
  return true;
}

Result<Booked> CallBook::book(std::size_t number, const ChatRequest& request,
                              const BookedCall& call, std::span<const Wait> waits) {
  auto& row = rows_[number];
  const auto body = row.dialect->encode(*row.model, request);
  const auto key = request_key(*row.model, body, call.epoch, call.vote);
  Booked booked{.reply = {}, .left = 0, .mark = key};
  std::vector<std::pair<std::size_t, std::uint64_t>> shows;
  for (const auto& [stand_in, writer, mark] : waits)
    if (const auto count = count_of(stand_in, body)) {
      shows.emplace_back(writer, count);
      booked.mark = Hasher().add(hex(mark)).add(hex(booked.mark)).finish();
    }
  show(row, request, call, shows.empty());
  if (shows.empty()) {
    auto found = stored(row, key);
    if (!found) return std::unexpected(found.error());
    if (*found) {
      booked.reply = std::move((*found)->reply);
      if (is_new(booked.mark, false, row))
        row.pilot.add(body.size(), *booked.reply, (*found)->latency);
      return booked;
    }
  }
  if (!is_new(booked.mark, call.done, row) || call.done) return booked;
  if (on_ready_ && shows.empty() && !call.gated)
    on_ready_({.model = *row.model, .format = row.format, .key = key, .body = body});
  ++row.left;
  row.left_bytes += static_cast<double>(body.size());
  row.gated += call.gated ? 1 : 0;
  row.waiting += shows.empty() ? 0 : 1;
  shown_.resize(rows_.size(), std::vector<std::uint64_t>(rows_.size()));
  for (const auto& [writer, count] : shows) shown_[number][writer] += count;
  booked.left = static_cast<std::uint32_t>(std::min<std::size_t>(body.size(), ~std::uint32_t{0}));
  return booked;
}

Result<std::optional<CallBook::Found>> CallBook::stored(const SurveyRow& row, const Digest& key) {
  if (!store_) return std::nullopt;
  auto found = store_->get(key);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  const HttpReply reply{.status = 200, .headers = {}, .body = std::move((*found)->body)};
  auto decoded = row.dialect->decode(reply, WallTime{});
  if (!decoded) return std::nullopt;  // a run asks again too
  return Found{*std::move(decoded), milliseconds((*found)->latency_ms)};
}

void CallBook::show(SurveyRow& row, const ChatRequest& request, const BookedCall& call,
                    bool output_known) {
  constexpr std::size_t most = 2;
  if (row.first.size() >= most) return;
  row.first.push_back({.id = call.sample.id,
                       .stage = row.stage,
                       .model = row.model->name,
                       .messages = messages_json(request),
                       .output_known = output_known});
}

void CallBook::close() {
  for (std::size_t row = 0; row < shown_.size(); ++row)
    for (std::size_t writer = 0; writer < shown_[row].size(); ++writer)
      if (shown_[row][writer] > 0)
        rows_[row].waiting_bytes +=
            static_cast<double>(shown_[row][writer]) * expected_text_bytes(rows_[writer]);
}

}  // namespace judge
