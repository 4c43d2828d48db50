#pragma once

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <string>

namespace judge::test {

/// Two connected descriptors: what is written to `in` is read from `out`.
struct Ends {
  int out = -1;
  int in = -1;

  Ends() = default;
  Ends(const Ends&) = delete;
  Ends& operator=(const Ends&) = delete;
  ~Ends() {
    close_out();
    if (in >= 0) ::close(in);
  }

  void close_out() {
    if (out >= 0) ::close(out);
    out = -1;
  }

  /// Everything written so far.
  std::string read_all() {
    ::fcntl(out, F_SETFL, O_NONBLOCK);
    std::string text(1 << 20, '\0');
    std::size_t used = 0;
    for (;;) {
      const auto got = ::read(out, text.data() + used, text.size() - used);
      if (got <= 0) break;
      used += static_cast<std::size_t>(got);
    }
    text.resize(used);
    return text;
  }
};

struct Pipe : Ends {
  Pipe() {
    int both[2];
    if (::pipe(both) == 0) {
      out = both[0];
      in = both[1];
    }
  }
};

struct Terminal : Ends {
  explicit Terminal(unsigned short columns) {
    winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::openpty(&out, &in, nullptr, nullptr, &size);
  }
  void resize(unsigned short columns) {
    winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    ::ioctl(in, TIOCSWINSZ, &size);
  }
};

}  // namespace judge::test
