// The command line as it is typed: arguments and environment in, words and exit code out.
#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/scratch.h"
#include "tools/afterword/cli.h"

using namespace afterword;

namespace command_line_test {

struct Ran {
  int code = 0;
  std::string err;
};

Ran run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "afterword");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  std::ostringstream out, err;
  std::streambuf* const real_out = std::cout.rdbuf(out.rdbuf());
  std::streambuf* const real_err = std::cerr.rdbuf(err.rdbuf());
  const int code = tools::run(static_cast<int>(argv.size()), argv.data());
  std::cout.rdbuf(real_out);
  std::cerr.rdbuf(real_err);
  return {code, err.str()};
}

}  // namespace command_line_test
using command_line_test::run;

TEST_CASE("a named token file wins over the environment's, which stands in for it") {
  const test::Scratch scratch;
  const std::string named = scratch.file("named"), around = scratch.file("around");
  ::unsetenv("AFTERWORD_COLLECTOR");
  ::setenv("AFTERWORD_TOKEN_FILE", around.c_str(), 1);
  const auto given = run({"surveys", "--token-file", named});
  CHECK(given.code == 2);
  CHECK_MESSAGE(given.err.find(named) != std::string::npos, given.err);
  const auto left_open = run({"surveys"});
  CHECK(left_open.code == 2);
  CHECK_MESSAGE(left_open.err.find(around) != std::string::npos, left_open.err);
  ::unsetenv("AFTERWORD_TOKEN_FILE");
  const auto without = run({"surveys"});
  CHECK(without.code == 2);
  CHECK(without.err.find("AFTERWORD_TOKEN_FILE") != std::string::npos);
}

TEST_CASE("what cannot be read or understood is exit code 2") {
  CHECK(run({"lint", "/nonexistent/survey.json"}).code == 2);
  CHECK(run({"lint"}).code == 2);
  CHECK(run({"nonsense"}).code == 2);
  const test::Scratch scratch;
  CHECK(run({"lint", scratch.file("")}).code == 2);
}
