#include <malloc.h>

#include "cli/app.hpp"

int main(int argc, char** argv) {
#ifdef M_ARENA_MAX
  // Each thread that waits for the disk would keep a heap of its own: memory that only grows.
  mallopt(M_ARENA_MAX, 2);
#endif
  return judge::cli_main(argc, argv);
}
