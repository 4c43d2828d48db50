#include <fmt/format.h>

#include <map>

#include "base/text.hpp"
#include "batch/batch_api.hpp"
#include "batch/batch_files.hpp"
#include "plan/foreseen.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t samples_at_once = 256;

/// One model's files.
class RequestWriter {
 public:
  RequestWriter(const ModelConfig& model, fs::path stem, Files& files)
      : model_(model),
        stem_(std::move(stem)),
        files_(files),
        api_(make_batch_api(model.provider)) {}

  Result<> add(const ReadyCall& call) {
    std::string line;
    api_->add(line, hex(call.key), call.body);
    const auto limits = api_->limits();
    if (!file_ || written_.back().requests == limits.requests ||
        written_.back().bytes + line.size() > limits.bytes)
      if (auto begun = begin(); !begun) return begun;
    ++written_.back().requests;
    written_.back().bytes += line.size();
    return file_->append(line);
  }

  Result<> finish(Exported& exported) {
    if (file_)
      if (auto kept = file_->sync(); !kept) return kept;
    exported.files.insert(exported.files.end(), written_.begin(), written_.end());
    return {};
  }

 private:
  Result<> begin() {
    auto path = stem_;
    if (!written_.empty())
      path.replace_filename(fmt::format("{}-{}{}", stem_.stem().string(), written_.size() + 1,
                                        stem_.extension().string()));
    if (files_.exists(path))
      return fail(Fault::usage, fmt::format("{} is there already; it is not written over",
                                            printable(path.string())));
    auto file = files_.open(path);
    if (!file) return std::unexpected(file.error());
    file_ = std::move(*file);
    written_.push_back({.path = path, .model = model_.name});
    return {};
  }

  const ModelConfig& model_;
  fs::path stem_;
  Files& files_;
  std::unique_ptr<BatchApi> api_;
  std::unique_ptr<File> file_;
  std::vector<RequestFile> written_;
};

/// "requests.jsonl", or "requests-gpt.jsonl" of several models; what a path cannot hold is "_".
fs::path stem_for(const fs::path& path, const std::string& model, bool alone) {
  if (alone) return path;
  std::string name = model;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '.') c = '_';
  auto stem = path;
  return stem.replace_filename(
      fmt::format("{}-{}{}", path.stem().string(), name, path.extension().string()));
}

}  // namespace

Result<Exported> export_requests(const Config& config, const fs::path& path, Files& files) {
  const auto pipeline = Pipeline::make(config, files);
  if (!pipeline) return std::unexpected(pipeline.error());
  std::map<std::string, RequestWriter> writers;
  Result<> outcome;
  const auto write = [&](const ReadyCall& call) {
    const auto& name = call.model.name;
    auto at = writers.find(name);
    if (at == writers.end())
      at =
          writers
              .try_emplace(name, call.model, stem_for(path, name, config.models.size() == 1), files)
              .first;
    if (outcome) outcome = at->second.add(call);
  };
  auto foreseen =
      Foreseen::open(config, *pipeline, files, [](const Sample&) { return Result<>(); }, write);
  if (!foreseen) return std::unexpected(foreseen.error());
  while (true) {
    const auto more = (*foreseen)->look(samples_at_once);
    if (!more) return std::unexpected(more.error());
    if (!outcome) return std::unexpected(outcome.error());
    if (!*more) break;
  }
  Exported exported{.files = {}, .waiting = (*foreseen)->waiting()};
  for (auto& [model, writer] : writers)
    if (auto kept = writer.finish(exported); !kept) return std::unexpected(kept.error());
  return exported;
}

}  // namespace judge
