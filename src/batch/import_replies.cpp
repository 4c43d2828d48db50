#include <fmt/format.h>

#include <fstream>
#include <map>
#include <unordered_map>

#include "base/text.hpp"
#include "batch/batch_files.hpp"
#include "batch/batch_json.hpp"
#include "batch/batch_ledger.hpp"
#include "plan/foreseen.hpp"
#include "run/run.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t samples_at_once = 256;

/// A model whose calls the run would make now.
struct Addressee {
  const ModelConfig* model;
  std::unique_ptr<BatchApi> api;
  std::unique_ptr<Dialect> dialect;
};

struct Awaited {
  std::map<std::string, Addressee> models;
  std::unordered_map<Digest, const Addressee*, DigestHash> calls;

  void add(const ReadyCall& call) {
    auto at = models.find(call.model.name);
    if (at == models.end())
      at = models
               .emplace(call.model.name, Addressee{&call.model, make_batch_api(call.model.provider),
                                                   make_dialect(call.model)})
               .first;
    calls.emplace(call.key, &at->second);
  }
};

Result<Awaited> awaited_by(const Config& config, const Pipeline& pipeline, Files& files) {
  Awaited awaited;
  auto foreseen = Foreseen::open(
      config, pipeline, files, [](const Sample&) { return Result<>(); },
      [&](const ReadyCall& call) { awaited.add(call); });
  if (!foreseen) return std::unexpected(foreseen.error());
  for (bool more = true; more;) {
    const auto looked = (*foreseen)->look(samples_at_once);
    if (!looked) return std::unexpected(looked.error());
    more = *looked;
  }
  return awaited;
}

class Importer {
 public:
  Importer(const Config& config, const Awaited& awaited, ReplyDatabase& store)
      : awaited_(awaited), redactor_(redactor_for(config)), store_(store) {}

  Result<> take(std::string_view line) {
    if (trim(line).empty()) return {};
    const auto key = digest_of(text_at(parsed(line), "custom_id"));
    if (!key) {
      ++imported_.invalid;
      return {};
    }
    const auto awaited = awaited_.calls.find(*key);
    if (awaited == awaited_.calls.end()) {
      ++imported_.known;
      return {};
    }
    const auto& [model, api, dialect] = *awaited->second;
    auto reply = api->line_of(line)->reply;
    reply.body = redactor_.redact(std::move(reply.body));
    if (reply.status == 0 || !dialect->decode(reply, WallTime{})) {
      ++imported_.errors;
      return {};
    }
    ++imported_.stored;
    return store_.put(*key, {.body = std::move(reply.body), .model = model->model}, false);
  }

  const Imported& imported() const { return imported_; }

 private:
  const Awaited& awaited_;
  Redactor redactor_;
  ReplyDatabase& store_;
  Imported imported_;
};

Result<> import_file(const fs::path& output, Importer& importer) {
  std::ifstream text(output);
  if (!text) return fail(Fault::usage, fmt::format("cannot read {}", printable(output.string())));
  for (std::string line; std::getline(text, line);)
    if (auto taken = importer.take(line); !taken) return taken;
  if (text.bad())
    return fail(Fault::disk, fmt::format("cannot read all of {}", printable(output.string())));
  return {};
}

}  // namespace

Result<Imported> import_replies(const Config& config, const std::vector<fs::path>& outputs,
                                Files& files) {
  const auto pipeline = Pipeline::make(config, files);
  if (!pipeline) return std::unexpected(pipeline.error());
  const auto awaited = awaited_by(config, *pipeline, files);
  if (!awaited) return std::unexpected(awaited.error());
  auto store = ReplyDatabase::open(
      config.run.store, config.run.store_exclusive ? StoreUse::exclusive : StoreUse::shared);
  if (!store) return std::unexpected(store.error());
  Importer importer(config, *awaited, **store);
  for (const auto& output : outputs) {
    // A file is in the store whole, or not at all.
    if (auto begun = (*store)->begin(); !begun) return std::unexpected(begun.error());
    if (auto taken = import_file(output, importer); !taken) {
      (*store)->rollback();
      return std::unexpected(taken.error());
    }
    if (auto kept = (*store)->commit(); !kept) return std::unexpected(kept.error());
  }
  if (auto synced = (*store)->sync(); !synced) return std::unexpected(synced.error());
  return importer.imported();
}

}  // namespace judge
