// The settings file of one installation: the screen, how it is mounted, when it sleeps. A table of
// all of them: SETTINGS.md one folder up; a test reads both.
//
// What the file does not say is nothing here, so that the command line, then the file of the person
// who runs the shop, then what set-up measured (DATA/kiosk.json), then the default can win in turn.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/appliance/opening_hours.h"
#include "kiosk/appliance/speech_keys.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

inline constexpr std::size_t kSettingsBytesMax = 64 * 1024;
inline constexpr int kViewingDistanceMm = 500;

struct KioskSettings {
  std::optional<double> screen_diagonal_inches;  // 3 to 120
  std::optional<double> px_per_mm;               // 2 to 12; not together with the diagonal
  std::optional<int> lower_edge_mm;              // of the screen above the floor, 0 to 2500
  std::optional<int> viewing_distance_mm;        // 250 to 2000
  std::optional<std::string> theme;              // assets/themes/NAME.json
  std::optional<std::string> practice_touchpoint;
  std::optional<bool> reduced_motion;
  std::optional<int> double_strike_ms;  // 0 to 2000: a second touch at one place is the first again
  std::optional<int> same_key_ms;       // 0 to 5000: the same of a key
  std::optional<bool> sound;            // false: neither chimes nor a voice
  std::optional<std::string> sound_device;    // ALSA's name of the loudspeaker or headphones
  std::optional<bool> read_aloud;             // false: no voice, although there is sound
  std::optional<SpeechKeys> speech_keys;      // of those who listen
  std::optional<OpeningHours> opening_hours;  // the screen sleeps outside of them
  std::optional<int> sleep_margin_min;        // 0 to 240
  std::optional<bool> keep_screen_on;         // false: the X server may blank the screen itself
  std::optional<std::string> second_copy;     // of finished answers: an absolute path
  std::optional<int> second_copy_slots;       // 16 to 65536, of 64 KiB
  std::optional<int> reserve_mib;             // 0 to 1024, for when the disk is full

  bool operator==(const KioskSettings&) const = default;
};

// Names every key that the reader knows, in the order of the table.
const std::vector<std::string>& settings_keys();

// Errors: invalid, naming every problem at once; unknown keys with the nearest known one.
Result<KioskSettings> read_settings(std::string_view text, const std::string& where);
// The file, or nothing said if it is not there and need not be. Errors as above, io, not_found.
Result<KioskSettings> load_settings(const std::string& path, bool must_exist);
// `over` where it says something, else `under`. A density of one hides a diagonal of the other.
KioskSettings laid_over(KioskSettings under, const KioskSettings& over);

// Writes `px_per_mm` into the settings at `path`, keeping everything else that is there. What the
// installer measured survives a power cut when this returns.
Result<> save_density(const std::string& path, double px_per_mm);

// Pixels to the millimetre of a screen of this many pixels: what is set, else `monitor` (0: it does
// not say). 0: nobody knows.
float density(const KioskSettings& settings, float width_px, float height_px, float monitor);

}  // namespace afterword::kiosk
