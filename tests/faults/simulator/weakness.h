// What the programs of a control do wrong, to show that the oracle notices. None in a real run.
#pragma once

namespace afterword::simulator {

// Where rows that were stored before lie in a control, so that the same numbers can be stored again:
// the table itself takes each number only once.
inline constexpr long kLogsAside = 1000;

enum class Weakness {
  none,
  kiosk_deletes_on_send,          // ... and not when the collector has answered
  kiosk_thanks_before_commit,
  collector_answers_before_commit,  // and kiosks forget at once what was acknowledged
  collector_forgets_numbers,      // at each start: what comes again is stored again
  restore_forgets_withdrawals,
  kiosk_believes_any_success,      // a 2xx is enough, whoever signed it, and it forgets at once
  collector_skips_signatures,      // of requests: a stranger speaks for kiosks
  collector_believes_any_clock,
};

}  // namespace afterword::simulator
