#include "dataset/input.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "base/text.hpp"

namespace judge::rows {

namespace {

constexpr std::size_t first_window = std::size_t{256} << 10;
constexpr std::size_t read_size = std::size_t{128} << 10;

std::string reason(gzFile_s* handle) {
  int code = Z_OK;
  const char* text = gzerror(handle, &code);
  if (code == Z_ERRNO) return fmt::format("cannot read it: {}", std::strerror(errno));
  if (code == Z_BUF_ERROR)
    return "the gzip data ends too early: the file was cut short; fetch or write it again";
  return fmt::format("the gzip data is corrupt ({}); fetch or write it again",
                     printable(text ? text : ""));
}

}  // namespace

std::unexpected<Error> fault(const std::filesystem::path& file, std::uint64_t line,
                             std::string_view what) {
  return fail(Fault::dataset, fmt::format("{}:{}: {}", file.string(), line, what));
}

void Input::Close::operator()(gzFile_s* file) const {
  gzclose(file);
}

Input::Input(std::filesystem::path file, gzFile_s* handle)
    : file_(std::move(file)), handle_(handle), buffer_(first_window) {}

Result<Input> Input::open(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status))
    return fail(Fault::dataset, fmt::format("{}: there is no such file", file.string()));
  // A pipe can be read only once, and the file is read to check it and again to run it.
  if (!std::filesystem::is_regular_file(status))
    return fail(Fault::dataset,
                fmt::format("{}: not a plain file; a dataset is read more than once, so a pipe or "
                            "a directory will not do",
                            file.string()));
  gzFile_s* handle = gzopen(file.c_str(), "rbe");
  if (!handle)
    return fail(Fault::dataset,
                fmt::format("{}: cannot open it: {}", file.string(), std::strerror(errno)));
  gzbuffer(handle, read_size);
  return Input(file, handle);
}

std::optional<std::uint64_t> Input::position() const {
  return gzdirect(handle_.get()) ? std::optional(consumed_) : std::nullopt;
}

void Input::make_room() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < read_size) buffer_.resize(buffer_.size() * 2);
}

std::expected<bool, std::string> Input::fill() {
  make_room();
  const int got = gzread(handle_.get(), buffer_.data() + end_, read_size);
  if (got < 0) return std::unexpected(reason(handle_.get()));
  if (got == 0) return ended();
  end_ += static_cast<std::size_t>(got);
  return started_ ? true : skip_mark();
}

// gzread calls a truncated file ended and tells the truth only to whoever asks for the error.
std::expected<bool, std::string> Input::ended() {
  int code = Z_OK;
  gzerror(handle_.get(), &code);
  if (code == Z_OK || code == Z_STREAM_END) return false;
  return std::unexpected(reason(handle_.get()));
}

std::expected<bool, std::string> Input::skip_mark() {
  started_ = true;
  if (window().starts_with("\xEF\xBB\xBF")) consume(3);
  if (window().starts_with("\xFF\xFE") || window().starts_with("\xFE\xFF"))
    return std::unexpected(
        "this is UTF-16; make it UTF-8, as with: iconv -f UTF-16 -t UTF-8 FILE > NEW");
  return true;
}

}  // namespace judge::rows
