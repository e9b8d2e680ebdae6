// Published definitions, read once and kept: a version never changes.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

struct KnownSurvey {
  Survey survey;
  // The place of each option in the cube, by question: the order of first publication.
  std::map<std::string, std::vector<std::string>, std::less<>> places;
};

// Any thread.
class Definitions {
 public:
  // nullptr: there is no such version. Errors: corrupt, when what is stored cannot be read.
  Result<std::shared_ptr<const KnownSurvey>> find(const Reads& reads, const std::string& survey,
                                                  int version);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::shared_ptr<const KnownSurvey>> known_;
};

}  // namespace afterword::collector
