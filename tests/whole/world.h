// A collector, kiosks and the command line, started for one test and gone with it.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/json/value.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace afterword::test {

class World {
 public:
  World();  // starts the collector and makes the store "harbour-street"

  const std::string& folder() const { return scratch_.path(); }
  std::string file(const std::string& name) const { return scratch_.file(name); }
  // Writes a file into the scratch folder and gives its path.
  std::string write(const std::string& name, const std::string& content) const;

  void start_collector(std::vector<std::string> extra = {});
  void stop_collector();  // SIGTERM, and waits
  Process& collector() { return *collector_; }
  const std::string& url() const { return url_; }

  // `afterword ARGUMENTS...` against this collector.
  Finished afterword(std::vector<std::string> arguments);
  json::Value json(
      std::vector<std::string> arguments);  // its output, parsed; the command must succeed

  void publish(const std::string& file);
  std::string enrol_code(const std::string& touchpoint = "exit");

  // For who goes through many pages: they do not slide, and a second touch at one place soon after counts.
  bool reduced_motion = false;
  // A kiosk with its data in folder()/`name`. `script` is the text of a script; `extra` more
  // arguments.
  std::vector<std::string> kiosk_command(const std::string& name, const std::string& script,
                                         std::vector<std::string> extra) const;
  Finished kiosk(const std::string& name, const std::string& script,
                 std::vector<std::string> extra = {});
  std::unique_ptr<Process> start_kiosk(const std::string& name, const std::string& script,
                                       std::vector<std::string> extra = {});

  // What the collector exports of a survey.
  std::vector<json::Value> responses(const std::string& survey);

 private:
  Scratch scratch_;
  std::unique_ptr<Process> collector_;
  std::string address_ = "127.0.0.1:0";
  std::string url_;
};

std::string project_file(const std::string& path);  // in the source tree
std::string program(const std::string& name);       // its path
Survey survey_in(const std::string& path);          // read from a file; must be good

}  // namespace afterword::test
