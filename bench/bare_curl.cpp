// What libcurl alone costs: one CURLM on epoll, easy handles used again, no logic. It sends one
// request again and again; with "parse" it also reads each reply into an nlohmann DOM, and the
// verdict within it into another.
//
//   judge_bench_curl URL BODY_FILE IN_FLIGHT ROWS [CA_FILE] [parse]
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "bench/http_text.hpp"

namespace judge::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Work {
  std::string url;
  std::string body;
  std::string ca_file;
  std::size_t in_flight;
  std::size_t rows;
  bool parse = false;
};

[[noreturn]] void fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

std::size_t keep(char* data, std::size_t size, std::size_t count, void* reply) {
  static_cast<std::string*>(reply)->append(data, size * count);
  return size * count;
}

class Client {
 public:
  explicit Client(Work work) : work_(std::move(work)) {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Client::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Client::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(work_.in_flight));
  }

  void run() {
    for (; started_ < std::min(work_.in_flight, work_.rows); ++started_)
      curl_multi_add_handle(multi_, make_transfer());
    std::array<epoll_event, 512> events;
    int running = 0;
    while (done_ < work_.rows) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), wait_ms());
      for (int i = 0; i < count; ++i) {
        const auto what = events[i].events;
        const int ready = (what & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                          (what & ~static_cast<std::uint32_t>(EPOLLOUT) ? CURL_CSELECT_IN : 0);
        curl_multi_socket_action(multi_, events[i].data.fd, ready, &running);
      }
      if (due_ && SteadyClock::now() >= *due_) {
        due_.reset();
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
      }
      collect();
    }
  }

 private:
  CURL* make_transfer() {
    auto& reply = replies_.emplace_back(std::make_unique<std::string>());
    auto* easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, work_.url.c_str());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, work_.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(work_.body.size()));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, reply.get());
    curl_easy_setopt(easy, CURLOPT_PRIVATE, reply.get());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (!work_.ca_file.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, work_.ca_file.c_str());
      curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
      curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    }
    return easy;
  }

  void collect() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left)) {
      auto* easy = message->easy_handle;
      if (message->data.result != CURLE_OK) fail(curl_easy_strerror(message->data.result));
      finish(easy);
      curl_multi_remove_handle(multi_, easy);
      if (started_ == work_.rows) continue;
      ++started_;
      curl_multi_add_handle(multi_, easy);
    }
  }

  void finish(CURL* easy) {
    long status = 0;
    std::string* reply = nullptr;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &reply);
    if (status != 200) fail(fmt::format("status {}", status));
    if (work_.parse) {
      const auto answer = nlohmann::json::parse(*reply);
      const auto& content = answer["choices"][0]["message"]["content"];
      if (!nlohmann::json::parse(content.get<std::string>())["score"].is_number())
        fail("no verdict");
    }
    reply->clear();
    ++done_;
  }

  int wait_ms() const {
    if (!due_) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due_ - SteadyClock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void* known) {
    auto& client = *static_cast<Client*>(self);
    epoll_event event{.events = 0, .data = {.fd = fd}};
    if (what & CURL_POLL_IN) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
    // After a REMOVE the socket may be closed already: curl closes it, and epoll forgets it.
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(client.epoll_, EPOLL_CTL_DEL, fd, &event);
    } else {
      check(epoll_ctl(client.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event),
            "epoll_ctl");
      curl_multi_assign(client.multi_, fd, self);
    }
    return 0;
  }

  static int on_timer(CURLM*, long ms, void* self) {
    auto& due = static_cast<Client*>(self)->due_;
    due.reset();
    if (ms >= 0) due = SteadyClock::now() + std::chrono::milliseconds(ms);
    return 0;
  }

  Work work_;
  CURLM* multi_ = curl_multi_init();
  curl_slist* headers_ =
      curl_slist_append(curl_slist_append(nullptr, "Content-Type: application/json"), "Expect:");
  int epoll_ = check(epoll_create1(0), "epoll_create1");
  std::optional<SteadyClock::time_point> due_;
  std::vector<std::unique_ptr<std::string>> replies_;
  std::size_t started_ = 0;
  std::size_t done_ = 0;
};

}  // namespace
}  // namespace judge::bench

int main(int count, char** arguments) {
  std::vector<std::string> words(arguments + 1, arguments + count);
  const bool parse = !words.empty() && words.back() == "parse";
  if (parse) words.pop_back();
  if (words.size() < 4 || words.size() > 5) {
    fmt::print(stderr, "usage: {} URL BODY_FILE IN_FLIGHT ROWS [CA_FILE] [parse]\n", arguments[0]);
    return 2;
  }
  curl_global_init(CURL_GLOBAL_ALL);
  judge::bench::Client({.url = words[0],
                        .body = judge::bench::contents(words[1].c_str()),
                        .ca_file = words.size() > 4 ? words[4] : "",
                        .in_flight = std::stoul(words[2]),
                        .rows = std::stoul(words[3]),
                        .parse = parse})
      .run();
}
