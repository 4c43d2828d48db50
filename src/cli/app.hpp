// cli: the command line, one file a command; the only room that names the real clock, network and
// disk.
#pragma once

namespace judge {

/// Parses the command line and runs the command; returns the exit status.
int cli_main(int argc, char** argv);

}  // namespace judge
