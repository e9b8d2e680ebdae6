// What the command line can do. Each command writes what was asked to `out`, everything else to
// `err`.
//
// Exit codes, for all: 0 done; 1 the answer is no; 2 could not run. Threads: the caller's only.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace afterword::tools {

inline constexpr int kDone = 0;
inline constexpr int kNo = 1;
inline constexpr int kCouldNotRun = 2;

struct Streams {
  std::ostream& out;
  std::ostream& err;
};

// Which collector, and the file that lets us in (admin.token of the collector's data folder).
struct Access {
  std::string collector;  // https://host:port; empty: the one the token file names
  std::string token_file;
};

// --- no collector needed
struct LintOptions {
  std::vector<std::string> files;
  bool json = false;
};
int lint_files(const LintOptions& options, Streams io);

// --- surveys and stores
struct PublishOptions {
  std::vector<std::string> files;
  std::string rollout;  // "", "stores=a,b" or "percent=N"
};
int publish(const Access& access, const PublishOptions& options, Streams io);
int retire(const Access& access, const std::string& survey, Streams io);
int list_surveys(const Access& access, bool json, Streams io);

struct StoreOptions {
  std::string id, name, zone;
};
int set_store(const Access& access, const StoreOptions& options, Streams io);
int list_stores(const Access& access, bool json, Streams io);

// --- what kiosks say of the shop, and what came of answers
// Nothing: it stays as it is. "none" and 0 unset it.
struct AboutOptions {
  std::string store;  // empty: everywhere
  std::optional<std::string> owner, contact, reading_day, withdraw_at;
  std::optional<int> withdraw_days, comments_kept_days;
};
int show_about(const Access& access, bool json, Streams io);
int set_about(const Access& access, const AboutOptions& options, Streams io);
struct CardOptions {
  std::vector<std::string> said, did;  // LANGUAGE=TEXT
  bool refused = false;
  std::string day;                  // empty: today
  int answers = 0;                  // 0: not said
  std::vector<std::string> stores;  // none: all
};
int add_card(const Access& access, const CardOptions& options, Streams io);
int list_cards(const Access& access, bool json, Streams io);
int remove_card(const Access& access, const std::string& card, Streams io);
// kNo: there was no such response (yet).
struct WithdrawOptions {
  std::string store, day, code;
};
int withdraw(const Access& access, const WithdrawOptions& options, Streams io);

// --- devices
int enrol_code(const Access& access, const std::string& store, const std::string& touchpoint,
               Streams io);
int list_devices(const Access& access, bool json, Streams io);
int declare_device_gone(const Access& access, const std::string& device, Streams io);
int clear_device_alarms(const Access& access, const std::string& device, Streams io);
int list_audit(const Access& access, bool json, Streams io);
int revoke_device(const Access& access, const std::string& device, Streams io);
int list_quarantine(const Access& access, bool json, Streams io);
int retry_quarantine(const Access& access, Streams io);

// --- results
struct MetricsOptions {
  std::string survey, by, from, to, quality;
  std::string store;  // of interactions and stars
  bool json = false;
};
int metrics(const Access& access, const MetricsOptions& options, Streams io);
// Time to resolve by category; stars of a store.
int interaction_metrics(const Access& access, const MetricsOptions& options, Streams io);
int star_metrics(const Access& access, const MetricsOptions& options, Streams io);

struct ExportOptions {
  std::string survey, format, file;  // format csv or jsonl; file "-" is `out`
  std::string kind = "responses";    // or interactions, stars: of all surveys
};
int export_responses(const Access& access, const ExportOptions& options, Streams io);

struct ImportOptions {
  std::string survey, csv, map, name;
  std::string create_stores;  // a zone; empty: unknown stores are errors
};
int import_responses(const Access& access, const ImportOptions& options, Streams io);

struct SimulateOptions {
  int kiosks = 1;
  int responses = 100;  // from each kiosk
  std::uint64_t seed = 1;
  std::string survey;  // empty: every live survey a kiosk may show
  int misuse_percent = 0;
  bool json = false;
};
int simulate(const Access& access, const SimulateOptions& options, Streams io);

// --- desks
int set_desk(const Access& access, const std::string& file, Streams io);
int show_desk(const Access& access, Streams io);
struct StaffOptions {
  std::string store, id, first_name, role;
  bool on_stars = false;
  std::string pin_file;  // its first line is the PIN; "-": of standard input
};
int list_staff(const Access& access, const StaffOptions& options, bool json, Streams io);
// Without an id somebody new, and the id is printed; else what is known of them is replaced.
int set_staff(const Access& access, const StaffOptions& options, Streams io);
int set_staff_pin(const Access& access, const StaffOptions& options, Streams io);
int remove_staff(const Access& access, const StaffOptions& options, Streams io);
// --- the right moment
struct EventOptions {
  std::string event, receipt, at;
  std::string store, touchpoint, device;  // which kiosk; by place, or by name
  std::string socket;                     // or at its local door, without a collector
};
int tell_event(const Access& access, const EventOptions& options, Streams io);
// `file` holds the scheme as JSON; "none" takes it away; empty: prints what is set.
int receipts(const Access& access, const std::string& file, Streams io);
struct FunnelOptions {
  std::string survey, from, to;
  bool json = false;
};
int funnel(const Access& access, const FunnelOptions& options, Streams io);

// --- who may log in to the console
int login_link(const Access& access, const std::string& user, Streams io);
// The password is the first line of `password_file` ("-": of standard input).
int add_user(const Access& access, const std::string& user, const std::string& password_file,
             Streams io);

// Whoever is logged in under that name is logged out.
int remove_user(const Access& access, const std::string& user, Streams io);
// A new token in the token file; no other one lets in from then on. Cut off half way, the file holds
// one that does.
int renew_token(const Access& access, Streams io);

// --- the proof, and safety
struct VerifyOptions {
  bool recount = false;
  bool json = false;
};
int verify(const Access& access, const VerifyOptions& options, Streams io);
int backup(const Access& access, bool json, Streams io);
// What was deleted by the rule on comments, as it was signed.
int list_deletions(const Access& access, bool json, Streams io);
// Whether the collector believes its clock; kNo: it does not, and deletes nothing by age.
int show_clock(const Access& access, Streams io);
int accept_clock(const Access& access, Streams io);

}  // namespace afterword::tools
