#include "run/slots.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("every sample, epoch and candidate has a place of its own") {
  Slots slots(4, 2, 3);
  for (std::uint64_t sample = 0; sample < 4; ++sample)
    for (std::size_t epoch = 0; epoch < 2; ++epoch)
      for (std::size_t candidate = 0; candidate < 3; ++candidate) {
        const auto place = slots.place(sample, epoch, candidate);
        CHECK_FALSE(slots.done(place));
        slots.mark_done(place);
        CHECK(slots.done(place));
      }
  CHECK_FALSE(slots.afresh(0));
  slots.mark_afresh(5);
  CHECK(slots.afresh(5));
  CHECK_FALSE(slots.afresh(4));
}

TEST_CASE("a place failed alone if another of its candidate was answered") {
  Slots slots(4, 2, 3);
  const auto place = slots.place(1, 0, 2);
  slots.mark_failed_before(place);
  CHECK_FALSE(slots.failed_alone(place));
  slots.mark_answered_before(slots.place(3, 1, 1));
  CHECK_FALSE(slots.failed_alone(place));
  slots.mark_answered_before(slots.place(3, 1, 2));
  CHECK(slots.failed_alone(place));
  CHECK_FALSE(slots.failed_alone(slots.place(2, 0, 2)));
}

TEST_CASE("a sample is pending until all of its places are done") {
  Slots slots(3, 2, 1);
  slots.mark_done(slots.place(0, 0, 0));
  slots.mark_done(slots.place(1, 0, 0));
  slots.mark_done(slots.place(1, 1, 0));
  CHECK(slots.pending_samples() == std::vector<bool>{true, false, true});
}
