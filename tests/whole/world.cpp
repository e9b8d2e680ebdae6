#include "tests/whole/world.h"

#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "survey-defs/model/read.h"

namespace afterword::test {
namespace {

std::string slurp(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string project_file(const std::string& path) {
  return std::string(AFTERWORD_SOURCE_DIR) + "/" + path;
}
std::string program(const std::string& name) {
  return std::string(AFTERWORD_BINARY_DIR) + "/" + name;
}

Survey survey_in(const std::string& path) {
  const Reading reading = read_survey(slurp(path), Reader::author);
  REQUIRE_MESSAGE(reading.survey, path);
  return *reading.survey;
}

World::World() {
  start_collector();
  const Finished set = afterword(
      {"store", "set", "harbour-street", "--name", "Harbour Street", "--zone", "Europe/London"});
  REQUIRE_MESSAGE(set.exit_code == 0, set.err);
}

std::string World::write(const std::string& name, const std::string& content) const {
  std::ofstream(file(name), std::ios::binary) << content;
  return file(name);
}

void World::start_collector(std::vector<std::string> extra) {
  extra.insert(extra.begin(),
               {program("afterword-collector"), "--data", file("collector"), "--listen", address_});
  collector_ = std::make_unique<Process>(std::move(extra), folder(), "collector");
  const bool ready = !collector_->wait_for_line("ready").empty();
  REQUIRE_MESSAGE(ready, collector_->err() << collector_->out());
  const std::string out = collector_->out();
  const std::size_t at = out.find("https://");
  REQUIRE(at != std::string::npos);
  url_ = out.substr(at, out.find_first_of(" /\n", at + 8) - at);
  address_ = url_.substr(8);  // the same port again after a restart
}

void World::stop_collector() {
  collector_->signal(SIGTERM);
  const Finished finished = collector_->wait();
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
}

Finished World::afterword(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program("afterword"));
  return run(
      std::move(arguments), folder(),
      {{"AFTERWORD_COLLECTOR", url_}, {"AFTERWORD_TOKEN_FILE", file("collector/admin.token")}});
}

json::Value World::json(std::vector<std::string> arguments) {
  const Finished finished = afterword(std::move(arguments));
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
  const auto value = json::parse(finished.out);
  REQUIRE_MESSAGE(value, finished.out);
  return *value;
}

void World::publish(const std::string& path) {
  const Finished finished = afterword({"publish", path});
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
}

std::string World::enrol_code(const std::string& touchpoint) {
  const Finished finished =
      afterword({"enrol-code", "--store", "harbour-street", "--touchpoint", touchpoint});
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
  return finished.out.substr(0, finished.out.find('\n'));
}

std::vector<std::string> World::kiosk_command(const std::string& name, const std::string& script,
                                              std::vector<std::string> extra) const {
  // A 15-inch screen with few pixels: a processor draws them, and the tests wait for it.
  std::vector<std::string> command = {program("afterword-kiosk"), "--data", file(name),
                                      "--windowed", "704x440"};
  if (std::find(extra.begin(), extra.end(), "--settings") == extra.end()) {
    command.push_back("--settings");
    command.push_back(write(name + ".settings.json",
                            fmt::format(R"({{"px_per_mm": 2.1, "reduced_motion": {}, "double_strike_ms": {}}})",
                                        reduced_motion, reduced_motion ? 0 : 150)));
  }
  if (!script.empty()) {
    command.push_back("--script");
    command.push_back(write(name + ".script", script));
  }
  command.insert(command.end(), extra.begin(), extra.end());
  return command;
}

Finished World::kiosk(const std::string& name, const std::string& script,
                      std::vector<std::string> extra) {
  return start_kiosk(name, script, std::move(extra))->wait(std::chrono::seconds(300));
}

std::unique_ptr<Process> World::start_kiosk(const std::string& name, const std::string& script,
                                            std::vector<std::string> extra) {
  return std::make_unique<Process>(kiosk_command(name, script, std::move(extra)), folder(), name);
}

std::vector<json::Value> World::responses(const std::string& survey) {
  const Finished finished =
      afterword({"export", "--survey", survey, "--format", "jsonl", "--out", "-"});
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
  std::vector<json::Value> out;
  std::istringstream lines(finished.out);
  for (std::string line; std::getline(lines, line);) {
    const auto value = json::parse(line);
    REQUIRE(value);
    out.push_back(*value);
  }
  return out;
}

}  // namespace afterword::test
