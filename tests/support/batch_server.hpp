#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "net/transport.hpp"

namespace judge {

/// A provider's files and batches, as OpenAI has them, under virtual time; any other call goes on
/// to `online`. What it has been asked outlives the processes that ask.
class BatchServer {
 public:
  struct Behaviour {
    Duration takes = std::chrono::hours(1);
    std::string answer = R"({"explanation":"fine","score":7})";
    double unanswered = 0;            // share of a batch's requests: it expires with those left
    std::size_t expiring = 0;         // how many batches do, the first ones
    double failing = 0;               // share that end with status 500
    std::string refuses_format = {};  // requests with such a response_format are a 400
    std::size_t most_requests = 0;    // more in a batch: token_limit_exceeded
    bool out_of_money = false;        // every batch fails as a whole
    std::size_t lost_replies = 0;   // the first so many batches are made without anybody being told
    std::size_t refused_looks = 0;  // the first so many looks are a 503
  };

  explicit BatchServer(Behaviour behaviour) : behaviour_(std::move(behaviour)) {}
  Behaviour& behaviour() { return behaviour_; }

  struct Batch {
    std::string id;
    std::string file;
    std::string marker;
    std::string status = "in_progress";
    WallTime made{};
    std::vector<nlohmann::json> answers = {}, errors = {};
    std::size_t requests = 0;
  };
  const std::vector<Batch>& batches() const { return batches_; }
  std::size_t requests() const;  // in all batches that were worked on

  /// The transport of one process.
  class Door final : public HttpTransport {
   public:
    Door(BatchServer& server, HttpTransport& online, Clock& clock)
        : server_(server), online_(online), clock_(clock) {}
    Async<TransportResult> send(const HttpRequest& request, StopSignal& stop) override;

   private:
    BatchServer& server_;
    HttpTransport& online_;
    Clock& clock_;
  };

 private:
  TransportResult reply(const HttpRequest& request, WallTime now);
  TransportResult upload(const std::string& form);
  TransportResult make(const nlohmann::json& body, WallTime now);
  void bring_up_to_date(Batch& batch, WallTime now);
  void work(Batch& batch);
  nlohmann::json describe(const Batch& batch) const;
  std::string content(const std::string& file) const;

  Behaviour behaviour_;
  std::vector<std::string> files_;
  std::vector<Batch> batches_;
};

}  // namespace judge
