// What the programs of a control do wrong, to show that the oracle notices. None in a real run.
#pragma once

namespace afterword::simulator {

enum class Weakness {
  none,
  kiosk_deletes_on_send,          // ... and not when the collector has answered
  kiosk_thanks_before_commit,
  collector_answers_before_commit,
  collector_forgets_numbers,      // at each start: what comes again is stored again
  restore_without_journal,
};

}  // namespace afterword::simulator
