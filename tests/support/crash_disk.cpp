#include "support/crash_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace judge::test {
namespace {

constexpr std::size_t sector = 512;

int error_of(CrashDisk::Trouble trouble) {
  if (trouble == CrashDisk::Trouble::full) return ENOSPC;
  if (trouble == CrashDisk::Trouble::quota) return EDQUOT;
  return EIO;
}

}  // namespace

void CrashDisk::set(Plan plan, std::function<void()> struck) {
  plan_ = plan;
  tell_ = std::move(struck);
  operations_ = 0;
  struck_ = false;
}

bool CrashDisk::is_due(Kind kind) const {
  if (plan_.at == 0 || operations_ < plan_.at) return false;
  if (struck_ && !plan_.lasting) return false;
  switch (plan_.trouble) {
    case Trouble::power:
    case Trouble::io:
      return true;
    case Trouble::full:
    case Trouble::quota:
      return kind == Kind::takes_space;
    case Trouble::sync:
      return kind == Kind::sync;
  }
  return true;
}

int CrashDisk::step(Kind kind) {
  ++operations_;
  if (!is_due(kind)) return 0;
  if (!std::exchange(struck_, true) && tell_) tell_();
  return error_of(plan_.trouble);
}

CrashDisk::File CrashDisk::find(const std::string& path) const {
  const auto found = names_.find(path);
  return found == names_.end() ? nullptr : found->second;
}

CrashDisk::File CrashDisk::nameless() {
  return std::make_shared<Node>();
}

int CrashDisk::rename_now(Renaming renaming) {
  if (const int error = step(renaming.from.empty() ? Kind::takes_space : Kind::other)) return error;
  apply(names_, renaming);
  renamings_.push_back(std::move(renaming));
  return 0;
}

int CrashDisk::create(const std::string& path, File& made) {
  made = nameless();
  return rename_now({"", path, made});
}

int CrashDisk::rename(const std::string& from, const std::string& to) {
  const auto node = find(from);
  return node ? rename_now({from, to, node}) : ENOENT;
}

int CrashDisk::remove(const std::string& path) {
  const auto node = find(path);
  return node ? rename_now({path, "", node}) : ENOENT;
}

int CrashDisk::sync_names() {
  if (const int error = step(Kind::sync)) return error;
  synced_names_ = names_;
  renamings_.clear();
  return 0;
}

int CrashDisk::write(Node& node, std::uint64_t offset, std::string_view bytes) {
  const int error = step(Kind::takes_space);
  const bool dead = struck_ && plan_.trouble == Trouble::power && operations_ > plan_.at;
  if (error && dead) return error;
  const auto through = error ? bytes.size() / 2 : bytes.size();
  change(node, {offset, std::string(bytes.substr(0, through))});
  return error;
}

int CrashDisk::truncate(Node& node, std::uint64_t size) {
  if (const int error = step(Kind::other)) return error;
  change(node, {size, "", true});
  return 0;
}

int CrashDisk::sync(Node& node) {
  const int error = step(Kind::sync);
  if (error && plan_.trouble == Trouble::power) return error;
  const auto changes = std::exchange(node.changes, {});
  if (error) return error;
  for (const auto& each : changes) apply(node.synced, each);
  return 0;
}

void CrashDisk::put(const std::string& path, std::string content) {
  auto& node = names_[path];
  node = nameless();
  node->now = node->synced = std::move(content);
  synced_names_[path] = node;
}

std::map<std::string, std::string> CrashDisk::contents() const {
  std::map<std::string, std::string> contents;
  for (const auto& [path, node] : names_) contents[path] = node->now;
  return contents;
}

void CrashDisk::apply(std::string& content, const Change& change) {
  if (change.truncates) return content.resize(change.offset);
  content.resize(std::max<std::size_t>(content.size(), change.offset + change.bytes.size()));
  content.replace(change.offset, change.bytes.size(), change.bytes);
}

void CrashDisk::apply(Names& names, const Renaming& renaming) {
  if (!renaming.from.empty()) names.erase(renaming.from);
  if (!renaming.to.empty()) names[renaming.to] = renaming.node;
}

void CrashDisk::change(Node& node, Change change) {
  apply(node.now, change);
  node.changes.push_back(std::move(change));
}

/// Its beginning, to the end of some sector.
CrashDisk::Change CrashDisk::torn(const Change& change, Random& random) {
  auto part = change;
  part.bytes.resize(
      std::min(part.bytes.size(), sector * random.below(1 + part.bytes.size() / sector)));
  return part;
}

std::string CrashDisk::survivor(const Node& node, Survives survives, Random& random) {
  if (survives == Survives::everything) return node.now;
  auto content = node.synced;
  if (survives == Survives::nothing) return content;
  const auto whole = random.below(node.changes.size() + 1);
  for (std::size_t i = 0; i < node.changes.size(); ++i) {
    const bool there = survives == Survives::some ? random.below(2) == 0 : i < whole;
    const bool half = survives == Survives::some ? random.below(4) == 0 : i == whole;
    if (there)
      apply(content, node.changes[i]);
    else if (half && !node.changes[i].truncates)
      apply(content, torn(node.changes[i], random));
  }
  return content;
}

void CrashDisk::restart(Survives survives, Random& random) {
  auto names = std::move(synced_names_);
  auto kept = renamings_.size();  // a file system's journal keeps their order
  if (survives == Survives::nothing) kept = 0;
  if (survives == Survives::beginning || survives == Survives::some)
    kept = random.below(renamings_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(names, renamings_[i]);
  *this = CrashDisk();
  for (const auto& [path, node] : names) put(path, survivor(*node, survives, random));
}

}  // namespace judge::test
