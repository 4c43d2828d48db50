#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// Amazon's, as its own tools find them: a Bedrock API key in AWS_BEARER_TOKEN_BEDROCK, or
/// AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY and perhaps AWS_SESSION_TOKEN, or the AWS_PROFILE
/// (else "default") of ~/.aws/credentials. Reports what is missing; shows no key.
std::vector<ApiKey> read_aws_keys(Section& model);

/// `region`, else AWS_REGION, else AWS_DEFAULT_REGION. Reports that there is none.
std::string read_region(Section& model);

}  // namespace judge
