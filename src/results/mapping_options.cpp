#include "results/mapping_options.hpp"

#include <array>

namespace judge {
namespace {

constexpr std::array options{
    MappingOption{"score", "FIELD", true},
    MappingOption{"label", "FIELD", true},
    MappingOption{"prefer", "FIELD", true},
    MappingOption{"text", "FIELD", true},
    MappingOption{"logprobs", "FIELD", true},
    MappingOption{"exact", "TARGET", true},
    MappingOption{"includes", "TARGET", true},
    MappingOption{"numeric", "TARGET", true},
    MappingOption{"swapped", "FIELD", true},
    MappingOption{"scale", "LO,HI"},
    MappingOption{"value", "LABEL=NUMBER", true},
    MappingOption{"code", "WHO=CODE,…", true},
    MappingOption{"null", "VALUE", true},
    MappingOption{"family", "NAME"},
    MappingOption{"conflict", "last|first|null"},
    MappingOption{"inconsistent", "tie|half|drop"},
    MappingOption{"swap-undone", ""},
    MappingOption{"tolerance", "NUMBER"},
    MappingOption{"ignore-case", ""},
    MappingOption{"id", "FIELD"},
    MappingOption{"model", "FIELD"},
    MappingOption{"a", "FIELD"},
    MappingOption{"b", "FIELD"},
    MappingOption{"both-orders", ""},
    MappingOption{"answer", "FIELD"},
    MappingOption{"answer-b", "FIELD"},
    MappingOption{"epoch", "FIELD"},
    MappingOption{"cluster", "FIELD"},
    MappingOption{"by", "FIELD", true},
    MappingOption{"rows", "FIELD"},
    MappingOption{"human", "FIELD", true},
    MappingOption{"kind", "score|label|prefer"},
    MappingOption{"rater", "FIELD"},
    MappingOption{"human-file", "FILE"},
    MappingOption{"human-id", "FIELD"},
};

}  // namespace

std::span<const MappingOption> mapping_options() {
  return options;
}

}  // namespace judge
