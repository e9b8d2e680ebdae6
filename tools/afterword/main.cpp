#include "tools/afterword/cli.h"

int main(int argc, char** argv) { return afterword::tools::run(argc, argv); }
