#include "run/judge_fields.hpp"

#include "base/json_path.hpp"
#include "run/requests.hpp"

namespace judge {

using nlohmann::json;

namespace {

std::string as_text(const std::vector<std::string>& inputs,
                    const std::vector<std::string>& outputs) {
  std::string text;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    text += (i > 0 ? "\n\n" : "") + ("User:\n" + inputs[i] + "\n\nAssistant:\n" + outputs[i]);
  return text;
}

std::vector<std::string> outputs_of(const Record& record) {
  std::vector<std::string> outputs;
  outputs.reserve(record.generations.size());
  for (const auto& call : record.generations) outputs.push_back(output_of(call.reply));
  return outputs;
}

void add_outputs(json& fields, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs) {
  fields["output"] = outputs.back();
  if (inputs.empty()) return;
  auto turns = json::array();
  for (std::size_t i = 0; i < outputs.size(); ++i)
    turns.push_back({{"input", inputs[i]}, {"output", outputs[i]}});
  fields["turns"] = std::move(turns);
  fields["input"] = inputs[outputs.size() - 1];
  fields["conversation"] = as_text(inputs, outputs);
}

void add_pair(json& fields, const std::vector<std::string>& inputs,
              const std::vector<std::string>& other) {
  fields["a"] = fields["output"];
  fields["b"] = other.back();
  if (inputs.empty()) return;
  fields["conversation_a"] = fields["conversation"];
  fields["conversation_b"] = as_text(inputs, other);
}

/// A cell of CSV that nobody filled in.
bool is_blank(const json& value) {
  return value.is_string() && value.get_ref<const std::string&>().empty();
}

}  // namespace

void complete_fields(json& fields, Record& record, const Pipeline& pipeline) {
  if (pipeline.generator())
    add_outputs(fields, record.turns, outputs_of(record));
  else if (!fields.contains("output"))
    fields["output"] = fields["a"];
  record.output = fields["output"].get<std::string>();
  const bool from_dataset = !pipeline.baseline() && pipeline.against().empty();
  if (record.against && !from_dataset) add_pair(fields, record.turns, record.against->outputs);
}

json fields_of_turn(const json& fields, std::uint32_t turn, const Record& record) {
  auto of_turn = fields;
  auto outputs = outputs_of(record);
  outputs.resize(turn);
  add_outputs(of_turn, record.turns, outputs);
  if (record.against && record.against->outputs.size() >= turn) {
    auto other = record.against->outputs;
    other.resize(turn);
    add_pair(of_turn, record.turns, other);
  }
  if (const auto target = fields.find("target");
      target != fields.end() && target->is_array() && target->size() >= turn)
    of_turn["target"] = (*target)[turn - 1];
  return of_turn;
}

json human_verdicts(const json& fields, const std::vector<Judge>& judges) {
  auto verdicts = json::object();
  for (const auto& judge : judges) {
    const auto& [name, column] = std::tie(judge.config().name, judge.config().human);
    const auto* value = column ? find_path(fields, *column) : nullptr;
    if (value && !value->is_null() && !is_blank(*value)) verdicts[name] = *value;
  }
  return verdicts;
}

std::string text_at(const json& fields, std::string_view path) {
  const auto* value = find_path(fields, path);
  if (!value) return "";
  return value->is_string() ? value->get<std::string>()
                            : value->dump(-1, ' ', false, json::error_handler_t::replace);
}

Unscored no_baseline() {
  return {"no_baseline", "The baseline holds no output for this sample."};
}

}  // namespace judge
