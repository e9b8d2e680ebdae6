#include "kiosk/platform/script.h"

#include <charconv>
#include <cmath>

#include "kiosk/session/session.h"
#include "kiosk/ui/hits.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kLinesMax = 10'000;
constexpr int kPauseMsMax = 600'000;
constexpr int kPressesMost = 200;  // to reach a target
constexpr Ms kBetweenStrikes = kDoubleStrike + Ms{20}, kBetweenKeys = kSameKey + Ms{20};

struct KeyName {
  const char* name;
  NamedKey key;
};
constexpr KeyName kKeyNames[] = {{"backspace", NamedKey::backspace},
                                 {"delete", NamedKey::remove},
                                 {"enter", NamedKey::enter},
                                 {"tab", NamedKey::tab},
                                 {"escape", NamedKey::escape},
                                 {"left", NamedKey::left},
                                 {"right", NamedKey::right},
                                 {"up", NamedKey::up},
                                 {"down", NamedKey::down},
                                 {"home", NamedKey::home},
                                 {"end", NamedKey::end},
                                 {"read_aloud", NamedKey::read_aloud},
                                 {"repeat", NamedKey::repeat},
                                 {"quieter", NamedKey::quieter},
                                 {"louder", NamedKey::louder},
                                 {"headphones_in", NamedKey::headphones_in},
                                 {"headphones_out", NamedKey::headphones_out}};

std::optional<NamedKey> key_named(std::string_view name) {
  for (const KeyName& entry : kKeyNames)
    if (name == entry.name) return entry.key;
  return std::nullopt;
}

struct CommandName {
  const char* name;
  ScriptCommand::Kind kind;
};
constexpr CommandName kCommands[] = {{"wait", ScriptCommand::Kind::wait},
                                     {"tap", ScriptCommand::Kind::tap},
                                     {"reach", ScriptCommand::Kind::reach},
                                     {"type", ScriptCommand::Kind::type},
                                     {"key", ScriptCommand::Kind::key},
                                     {"pause", ScriptCommand::Kind::pause},
                                     {"screenshot", ScriptCommand::Kind::screenshot},
                                     {"scan", ScriptCommand::Kind::scan},
                                     {"quit", ScriptCommand::Kind::quit}};

// One line without its comment -> a command, or what is wrong with it.
tl::expected<ScriptCommand, std::string> parse_line(std::string_view line) {
  const std::size_t blank = line.find_first_of(" \t");
  const std::string_view name = line.substr(0, blank);
  const std::string_view rest =
      blank == std::string_view::npos ? std::string_view() : trim(line.substr(blank));
  for (const CommandName& known : kCommands) {
    if (name != known.name) continue;
    ScriptCommand command{known.kind, std::string(rest), 0, 0};
    // Text begins after one blank: more of them are typed.
    if (known.kind == ScriptCommand::Kind::type && !rest.empty())
      command.word = line.substr(blank + 1);
    if (rest.empty() != (known.kind == ScriptCommand::Kind::quit))
      return tl::unexpected(std::string(name) +
                            (rest.empty() ? " wants something behind it" : " stands alone"));
    if (known.kind == ScriptCommand::Kind::key && !key_named(rest))
      return tl::unexpected("there is no key \"" + command.word + "\"");
    if (known.kind == ScriptCommand::Kind::pause) {
      const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), command.pause_ms);
      if (read.ec != std::errc{} || read.ptr != rest.data() + rest.size() || command.pause_ms < 0 ||
          command.pause_ms > kPauseMsMax)
        return tl::unexpected(fmt::format("pause wants 0 to {} milliseconds", kPauseMsMax));
    }
    return command;
  }
  return tl::unexpected(
      "\"" + std::string(name) +
      "\" is no command: wait, tap, reach, type, key, pause, screenshot, scan, quit");
}

// Whether a keyboard would raise the next letter by itself, which a script does not want.
bool starts_sentence(std::string_view before) {
  const std::string_view kept = trim(before);
  if (kept.empty()) return true;
  return kept.size() < before.size() &&
         std::string_view(".!?").find(kept.back()) != std::string_view::npos;
}

bool is_capital(std::string_view letter) {
  return letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z';
}

}  // namespace

Result<std::vector<ScriptCommand>> parse_script(std::string_view text, const std::string& where) {
  std::vector<ScriptCommand> commands;
  std::string problems;
  int number = 0;
  if (!is_utf8(text)) return fail(Failure::invalid, "the script is not UTF-8", where);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (static_cast<std::size_t>(++number) > kLinesMax)
      return fail(Failure::invalid, fmt::format("the script has more than {} lines", kLinesMax),
                  where);
    if (line.empty() || line.front() == '#') continue;
    auto command = parse_line(line);
    if (!command) {
      problems +=
          fmt::format("{}line {}: {}", problems.empty() ? "" : "; ", number, command.error());
      continue;
    }
    command->line = number;
    commands.push_back(std::move(*command));
  }
  if (!problems.empty()) return fail(Failure::invalid, problems, where);
  return commands;
}

Script::Script(std::vector<ScriptCommand> commands, std::string where)
    : commands_(std::move(commands)), where_(std::move(where)) {}

Result<> Script::step(Stage& stage, MonoTime now) {
  while (!done() && !quits_) {
    const ScriptCommand& command = commands_[next_];
    if (!since_) since_ = now;
    AFTERWORD_ASSIGN(const bool finished, run(command, stage, now));
    if (finished) {
      // What was typed is kept nowhere, as if a finger had typed it.
      if (command.kind == ScriptCommand::Kind::type) wipe(commands_[next_].word);
      ++next_;
      since_.reset();
      presses_ = 0;
      typed_ = 0;
      continue;
    }
    const bool waits = command.kind == ScriptCommand::Kind::wait ||
                       command.kind == ScriptCommand::Kind::tap ||
                       command.kind == ScriptCommand::Kind::reach;
    if (waits && now - *since_ > kScriptPatience)
      return fail(Failure::not_found,
                  fmt::format("line {}: waited {} s for \"{}\"; on the screen is {} with {}",
                              command.line, kScriptPatience.count() / 1000, command.word,
                              stage.screen(), stage.targets()),
                  where_);
    return {};
  }
  return {};
}

Result<bool> Script::run(const ScriptCommand& command, Stage& stage, MonoTime now) {
  using Kind = ScriptCommand::Kind;
  if (!stage.idle()) return false;
  switch (command.kind) {
    case Kind::wait:
      return !stage.moving() && (stage.screen() == command.word || stage.target(command.word));
    case Kind::tap: {
      const auto rect = stage.target(command.word);
      return rect && !stage.moving() && !stage.holding() && tap(stage, *rect, now);
    }
    case Kind::reach:
      if (stage.moving() || stage.holding()) return false;
      if (stage.focused() == command.word) return true;
      if (last_press_ && now - *last_press_ < kBetweenKeys) return false;
      last_press_ = now;
      if (++presses_ > kPressesMost) return false;
      since_ = now;  // each press has its own time
      stage.push(KeyEvent{NamedKey::right, now});
      return false;
    case Kind::type:
      return !stage.moving() && type(command.word, stage, now);
    case Kind::key:
      stage.push(KeyEvent{*key_named(command.word), now});
      return true;
    case Kind::pause:
      return now - *since_ >= Ms{command.pause_ms};
    case Kind::screenshot:
      if (stage.moving()) return false;
      AFTERWORD_TRY(stage.screenshot(command.word));
      return true;
    case Kind::scan:
      if (stage.moving()) return false;
      for (const char letter : command.word) stage.push(TextEvent{std::string(1, letter), now});
      stage.push(KeyEvent{NamedKey::enter, now});
      return true;
    case Kind::quit:
      quits_ = true;
      return true;
  }
  return true;
}

bool Script::tap(Stage& stage, Rect rect, MonoTime now) {
  const Point at = rect.center();
  if (last_tap_ && now - last_tap_->time < kBetweenStrikes && last_tap_->at == at) return false;
  last_tap_ = PointerEvent{PointerEvent::Kind::down, at, now};
  stage.push(*last_tap_);
  stage.push(PointerEvent{PointerEvent::Kind::up, at, now});
  return true;
}

// One letter a call: the keyboard may change with each.
bool Script::type(const std::string& text, Stage& stage, MonoTime now) {
  const std::size_t bytes = code_point_at(text, typed_).bytes;
  const std::string letter = text.substr(typed_, bytes);
  const bool by_key =
      !is_capital(letter) && !starts_sentence(std::string_view(text).substr(0, typed_));
  const auto rect =
      by_key ? stage.target(letter == " " ? "key:space" : "key:" + letter) : std::nullopt;
  if (rect) {
    if (!tap(stage, *rect, now)) return false;
  } else {
    stage.push(TextEvent{letter, now});
  }
  typed_ += bytes;
  return typed_ >= text.size();
}

}  // namespace afterword::kiosk
