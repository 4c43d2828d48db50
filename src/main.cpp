#include "cli/app.hpp"

int main(int argc, char** argv) {
  return judge::cli_main(argc, argv);
}
