#include "model/request_headers.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace judge {
namespace {

void add_default(std::vector<Header>& headers, const Header& ours) {
  const auto same = [wanted = lower(ours.first)](const Header& header) {
    return lower(header.first) == wanted;
  };
  if (std::ranges::none_of(headers, same)) headers.push_back(ours);
}

}  // namespace

std::vector<Header> request_headers(const ModelConfig& model, std::initializer_list<Header> ours) {
  std::vector<Header> headers(model.headers.begin(), model.headers.end());
  add_default(headers, {"Content-Type", "application/json"});
  add_default(headers, {"User-Agent", "judge/" JUDGE_VERSION});
  for (const auto& header : ours) add_default(headers, header);
  return headers;
}

}  // namespace judge
