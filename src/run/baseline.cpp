#include "run/baseline.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/line_reader.hpp"

namespace judge {
namespace {

std::unexpected<Error> unfit(const std::filesystem::path& path, std::string_view why) {
  return fail(Fault::config, fmt::format("{}: {}", printable(path.string()), why));
}

}  // namespace

Result<std::unique_ptr<Baseline>> Baseline::open(const std::filesystem::path& path, Files& files) {
  auto file = files.open_to_read(path);
  if (!file) return unfit(path, file.error().message);
  std::unique_ptr<Baseline> baseline(new Baseline(path, std::move(*file)));
  if (auto read = baseline->read(); !read) return std::unexpected(read.error());
  return baseline;
}

Result<> Baseline::read() {
  Hasher hasher;
  LineReader lines(*file_, path_);
  std::optional<std::string> model;
  for (;;) {
    const auto next = lines.next();
    if (!next) return unfit(path_, next.error().message);
    if (!*next) break;
    const auto line = parser_.parse((*next)->text);
    if (!line) continue;  // the last one, torn
    const auto id = (*line)["id"].text();
    const auto output = (*line)["output"].text();
    if (!id || !output || (*line)["status"].text() == "failed") continue;
    const std::string writer((*line)["model"].text().value_or(""));
    if (model && *model != writer)
      return unfit(path_, "holds outputs of several models; give a file with those of one");
    model = writer;
    const auto epoch = static_cast<std::uint32_t>((*line)["epoch"].integer().value_or(0));
    const Place place{(*next)->offset, static_cast<std::uint32_t>((*next)->text.size()), epoch};
    const auto [known, added] = places_.try_emplace(key(*id), place);
    if (!added && epoch >= known->second.epoch) continue;
    known->second = place;
    hasher.add(*id).add(*output);
  }
  if (places_.empty()) return unfit(path_, "holds no results lines with outputs");
  digest_ = hasher.finish();
  return {};
}

std::optional<std::string> Baseline::output(std::string_view id) {
  const auto found = places_.find(key(id));
  if (found == places_.end()) return std::nullopt;
  const std::lock_guard lock(reading_);
  line_.assign(found->second.size + LineParser::padding, '\0');
  const std::span<char> into(line_.data(), found->second.size);
  for (std::size_t done = 0; done < into.size();) {
    const auto read = file_->read_at(found->second.offset + done, into.subspan(done));
    if (!read || *read == 0) return std::nullopt;
    done += *read;
  }
  const auto line = parser_.parse(std::string_view(line_).substr(0, into.size()));
  if (!line || (*line)["id"].text() != id) return std::nullopt;
  const auto output = (*line)["output"].text();
  return output ? std::optional(std::string(*output)) : std::nullopt;
}

}  // namespace judge
