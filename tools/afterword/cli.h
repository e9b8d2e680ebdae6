// The command line's grammar.
#pragma once

namespace afterword::tools {

// Reads the arguments, does the command, returns the exit code. Real streams, environment and clock
// are made here.
int run(int argc, char** argv);

}  // namespace afterword::tools
