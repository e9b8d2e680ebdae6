// Whether the trust document has run out, without believing the machine's wall clock, which may be wrong by
// years either way: the earliest that it can be by now.
//
// That is when the document was signed, or what the collector's receipted replies said since, whichever is
// later, and the time that ran here from then on by the monotonic clock. So it never goes back while a
// document is in force, and it goes on where nobody tells the time, or somebody tells an old one: who holds
// stolen keys cannot stop it. Each newer document begins it anew at the moment of its signing: whatever
// somebody made of it before, up to a time thousands of years ahead, ends with a document that is renewed.
//
// What it does not count is time in which the kiosk was off and heard nothing.
//
// Threads: the store thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/protocol/trust.h"

namespace afterword::kiosk {

class TrustTime {
 public:
  // `kept`: what text() gave in an earlier run. Of another document it says nothing, and neither does what
  // cannot be read.
  void begin(const TrustDocument& trust, MonoTime now, std::string_view kept = {});
  void heard(WallTime collectors, MonoTime now);

  // Precondition of these: begin().
  WallTime earliest(MonoTime now) const { return least_ + (now - since_); }
  bool is_over(MonoTime now) const { return earliest(now) >= expires_; }
  // To be kept for the next run: "VERSION MS".
  std::string text(MonoTime now) const;

 private:
  std::int64_t version_ = 0;
  WallTime expires_{INT64_MAX};
  WallTime least_;  // at since_
  MonoTime since_;
};

}  // namespace afterword::kiosk
