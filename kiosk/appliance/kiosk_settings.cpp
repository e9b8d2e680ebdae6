#include "kiosk/appliance/kiosk_settings.h"

#include <cmath>

#include "sync/base/core/files.h"

namespace afterword::kiosk {
namespace {

constexpr double kMmPerInch = 25.4;

// Everything that may be said; each line reads one key, so that the list of keys cannot differ.
class Reader {
 public:
  explicit Reader(json::Fields& fields) : fields_(fields) {}

  void number(const char* name, double least, double most, std::optional<double>& out) {
    out = fields_.number(name);
    if (!out || (*out >= least && *out <= most)) return;
    fields_.problem(name, fmt::format("{} is outside of {} to {}", *out, least, most),
                    "measure again");
  }
  void integer(const char* name, int least, int most, std::optional<int>& out) {
    if (const auto read = fields_.integer(name, {.least = least, .most = most}))
      out = static_cast<int>(*read);
  }
  void boolean(const char* name, std::optional<bool>& out) { out = fields_.boolean(name); }
  void path(const char* name, std::optional<std::string>& out) {
    out = fields_.text(name, {.bytes_max = 1024});
    if (!out || out->starts_with('/')) return;
    fields_.problem(name, "\"" + *out + "\" does not begin with /", "give the whole path of a file");
  }
  void name_of(const char* name, std::optional<std::string>& out) {
    out = fields_.text(name, {.bytes_max = 48});
    if (!out ||
        out->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos)
      return;
    fields_.problem(name, "\"" + *out + "\" is no name", "use a-z, 0-9, - and _");
  }

 private:
  json::Fields& fields_;
};

KioskSettings read_fields(const json::Value& document, json::Problems& problems) {
  KioskSettings out;
  json::Fields fields(document, "", problems);
  Reader read(fields);
  read.number("screen_diagonal_inches", 3, 120, out.screen_diagonal_inches);
  read.number("px_per_mm", 2, 12, out.px_per_mm);
  if (out.px_per_mm && out.screen_diagonal_inches)
    fields.problem("px_per_mm", "stands beside screen_diagonal_inches", "keep one of them");
  read.integer("lower_edge_mm", 0, 2500, out.lower_edge_mm);
  read.integer("viewing_distance_mm", 250, 2000, out.viewing_distance_mm);
  read.name_of("theme", out.theme);
  read.name_of("practice_touchpoint", out.practice_touchpoint);
  read.boolean("reduced_motion", out.reduced_motion);
  read.integer("double_strike_ms", 0, 2000, out.double_strike_ms);
  read.integer("same_key_ms", 0, 5000, out.same_key_ms);
  read.boolean("sound", out.sound);
  out.sound_device = fields.text("sound_device", {.bytes_max = 64});
  read.boolean("read_aloud", out.read_aloud);
  if (const json::Value* const keys = fields.object("speech_keys"))
    out.speech_keys = read_speech_keys(*keys, fields.where("speech_keys"), problems);
  if (const json::Value* const hours = fields.object("opening_hours"))
    out.opening_hours = read_opening_hours(*hours, fields.where("opening_hours"), problems);
  read.integer("sleep_margin_min", 0, 240, out.sleep_margin_min);
  read.boolean("keep_screen_on", out.keep_screen_on);
  read.path("second_copy", out.second_copy);
  read.integer("second_copy_slots", 16, 65'536, out.second_copy_slots);
  read.integer("reserve_mib", 0, 1024, out.reserve_mib);
  fields.finish();
  return out;
}

// Each problem with what to do about it: the person who reads this has the file open.
Error told(const json::Problems& problems, const std::string& where) {
  std::string what;
  for (const json::Trouble& trouble : problems)
    what += fmt::format("{}{} {} ({})", what.empty() ? "" : "; ",
                        trouble.where.empty() ? "the file" : trouble.where, trouble.message,
                        trouble.remedy);
  return {Failure::invalid, std::move(what), where, "all settings: SETTINGS.md"};
}

}  // namespace

const std::vector<std::string>& settings_keys() {
  static const std::vector<std::string> keys = {"screen_diagonal_inches",
                                                "px_per_mm",
                                                "lower_edge_mm",
                                                "viewing_distance_mm",
                                                "theme",
                                                "practice_touchpoint",
                                                "reduced_motion",
                                                "double_strike_ms",
                                                "same_key_ms",
                                                "sound",
                                                "sound_device",
                                                "read_aloud",
                                                "speech_keys",
                                                "opening_hours",
                                                "sleep_margin_min",
                                                "keep_screen_on",
                                                "second_copy",
                                                "second_copy_slots",
                                                "reserve_mib"};
  return keys;
}

Result<KioskSettings> read_settings(std::string_view text, const std::string& where) {
  const auto document = json::parse(text);
  if (!document)
    return fail(Failure::invalid, document.error().text(), where, "correct the JSON there");
  json::Problems problems;
  KioskSettings settings = read_fields(*document, problems);
  if (!problems.empty()) return tl::unexpected<Error>(told(problems, where));
  return settings;
}

Result<KioskSettings> load_settings(const std::string& path, bool must_exist) {
  const auto text = read_file(path, kSettingsBytesMax);
  if (!text && text.error().failure == Failure::not_found && !must_exist) return KioskSettings{};
  if (!text) return tl::unexpected<Error>(text.error());
  return read_settings(*text, path);
}

KioskSettings laid_over(KioskSettings under, const KioskSettings& over) {
  if (over.px_per_mm || over.screen_diagonal_inches) {
    under.px_per_mm.reset();
    under.screen_diagonal_inches.reset();
  }
  const auto lay = [](auto& below, const auto& above) {
    if (above) below = above;
  };
  lay(under.screen_diagonal_inches, over.screen_diagonal_inches);
  lay(under.px_per_mm, over.px_per_mm);
  lay(under.lower_edge_mm, over.lower_edge_mm);
  lay(under.viewing_distance_mm, over.viewing_distance_mm);
  lay(under.theme, over.theme);
  lay(under.practice_touchpoint, over.practice_touchpoint);
  lay(under.reduced_motion, over.reduced_motion);
  lay(under.double_strike_ms, over.double_strike_ms);
  lay(under.same_key_ms, over.same_key_ms);
  lay(under.sound, over.sound);
  lay(under.sound_device, over.sound_device);
  lay(under.read_aloud, over.read_aloud);
  lay(under.speech_keys, over.speech_keys);
  lay(under.opening_hours, over.opening_hours);
  lay(under.sleep_margin_min, over.sleep_margin_min);
  lay(under.keep_screen_on, over.keep_screen_on);
  lay(under.second_copy, over.second_copy);
  lay(under.second_copy_slots, over.second_copy_slots);
  lay(under.reserve_mib, over.reserve_mib);
  return under;
}

Result<> save_density(const std::string& path, double px_per_mm) {
  json::Value document{json::Object{}};
  const auto text = read_file(path, kSettingsBytesMax);
  if (!text && text.error().failure != Failure::not_found)
    return tl::unexpected<Error>(text.error());
  if (text) {
    AFTERWORD_ASSIGN(const json::Value before, json::parse(*text));
    if (before.is_object())
      for (const json::Member& member : before.as_object())
        if (member.first != "screen_diagonal_inches") document.set(member.first, member.second);
  }
  document.set("px_per_mm", std::round(px_per_mm * 1000) / 1000);
  return write_file(path, json::dump_pretty(document) + "\n");
}

float density(const KioskSettings& settings, float width_px, float height_px, float monitor) {
  if (settings.px_per_mm) return static_cast<float>(*settings.px_per_mm);
  if (settings.screen_diagonal_inches)
    return std::hypot(width_px, height_px) /
           static_cast<float>(*settings.screen_diagonal_inches * kMmPerInch);
  return monitor;
}

}  // namespace afterword::kiosk
