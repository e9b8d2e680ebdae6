// Where verified definitions go: on a kiosk its store, from which they are swapped in between
// sessions.
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/messages.h"

namespace afterword {

// Threads: called from the poll's thread; implementations hand over to their own.
class DefinitionStore {
 public:
  virtual ~DefinitionStore() = default;

  // The newest of each survey that is installed, and what was retired.
  virtual Result<std::vector<HeldDefinition>> list() = 0;

  // `definition` is what was published, its signature verified, its version newer than what list()
  // names, unless that one's signer has left. `envelope` is kept to prove it again at the next start.
  // Durable when it returns.
  // Errors: unsupported or invalid when this kiosk cannot render it, denied when the trust document
  // has run out: it is told and left aside, and what was installed stays.
  virtual Result<> install(const SurveyVersion& survey, std::string_view envelope,
                           std::string_view definition) = 0;
  // No version of the survey up to this one is offered any more. Durable when it returns. Retiring
  // what is not there is remembered, and no error. Errors: denied, as above.
  virtual Result<> retire(const SurveyVersion& survey, std::string_view envelope) = 0;
  // All that is offered under the present trust document is here: what keys of before alone prove needs to stay no
  // longer. Durable when it returns. Called with each reply to a heartbeat while it is so.
  virtual Result<> complete() = 0;
};

// For robots and tests. Any thread.
class MemoryDefinitions final : public DefinitionStore {
 public:
  Result<std::vector<HeldDefinition>> list() override;
  Result<> install(const SurveyVersion& survey, std::string_view envelope,
                   std::string_view definition) override;
  Result<> retire(const SurveyVersion& survey, std::string_view envelope) override;
  Result<> complete() override { return {}; }

  // The definition of a live survey; nothing when it is not there or retired.
  std::optional<std::string> definition(std::string_view id) const;

 private:
  struct Entry {
    HeldDefinition held;
    std::string definition;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry, std::less<>> by_id_;
};

}  // namespace afterword
