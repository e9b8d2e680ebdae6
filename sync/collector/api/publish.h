// Publishing and retiring: the lint gate, what a new version may not change, signature, rollout.
#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "survey-defs/model/lint.h"
#include "sync/collector/api/write_as.h"
#include "sync/protocol/problems.h"

namespace afterword::collector {

struct Rollout {
  std::vector<std::string> stores;  // empty: all
  int percent = 100;                // of the devices, 1 to 100
};

struct Published {
  std::string survey;
  int version = 1;
  bool fresh = false;            // false: these very bytes were published before
  bool rollout_changed = false;  // and now they reach others
  bool retired = false;          // it came back, for its answers only
};
// Why not, with all findings where lint or the series speak.
struct NotPublished {
  Problem problem;
  std::vector<Finding> findings;
};

// Publishes `bytes` as they are. Publishing the same bytes again is success, and may change the
// rollout. A version that a restored collector had published, and that was retired, comes back as retired, for the
// answers that wait for it. Refused where a kiosk would have more live surveys than it can be offered. When it returns
// without problem the version is on disk for ever, and devices that wait have been told. Errors: those of write_as().
Result<std::variant<Published, NotPublished>> publish(Context& context, const Actor& actor,
                                                      std::string bytes,
                                                      const std::optional<Rollout>& rollout);

// Retires every version of `survey` there is now. false: it was retired already, perhaps by one who published versions
// that a restore has lost. Errors: not_found.
Result<bool> retire(Context& context, const Actor& actor, const std::string& survey);
// A part of that: every version up to `last`, also those that are not there, signed with the newest key and noted in
// the audit log; not in the journal.
Result<> retire_up_to(Writes& writes, const Keyring& keys, WallTime now, std::string_view actor,
                      const SurveyVersion& last);

}  // namespace afterword::collector
