#include "kiosk/speech/talking.h"

namespace afterword::kiosk {
namespace {

// A key that is held goes on with the volume only.
std::optional<NamedKey> key_of(const Frame& frame) {
  const auto* const key = frame.event ? std::get_if<KeyEvent>(&*frame.event) : nullptr;
  if (key == nullptr) return std::nullopt;
  const bool volume = key->key == NamedKey::louder || key->key == NamedKey::quieter;
  return key->repeat && !volume ? std::nullopt : std::optional(key->key);
}

bool is_for_the_voice(NamedKey key) {
  return key == NamedKey::repeat || key == NamedKey::louder || key == NamedKey::quieter ||
         key == NamedKey::headphones_in || key == NamedKey::headphones_out;
}

// What silences the voice: a finger that comes down, a key, a letter.
bool acted(const Frame& frame) {
  if (!frame.event) return false;
  if (const auto* const pointer = std::get_if<PointerEvent>(&*frame.event))
    return pointer->kind == PointerEvent::Kind::down;
  const auto* const key = std::get_if<KeyEvent>(&*frame.event);
  return key == nullptr || !is_for_the_voice(key->key);
}

}  // namespace

std::vector<Intent> Talking::asked(const Frame& frame, const View& view) {
  std::vector<Intent> out;
  const auto key = key_of(frame);
  if (key == NamedKey::headphones_in) plugged_ = true;
  if (key == NamedKey::headphones_out) plugged_ = false;
  if (plugged_) take_plug(*std::exchange(plugged_, std::nullopt), view, out);
  if (key == NamedKey::read_aloud) {
    if (std::holds_alternative<OutOfServiceView>(view.screen))
      narrator_.say_page(view);
    else if (view.around.can_speak || view.around.aids.read_aloud)
      out.push_back(ToggleAid{Aid::read_aloud});
  }
  return out;
}

// Plugging in is how somebody who sees nothing begins; plugging out is how they end.
void Talking::take_plug(bool plugged, const View& view, std::vector<Intent>& out) {
  narrator_.set_private(plugged);
  if (std::holds_alternative<OutOfServiceView>(view.screen)) {
    if (plugged) narrator_.say_page(view);
    return;
  }
  const bool on = view.around.aids.read_aloud;
  if (plugged ? !on && view.around.can_speak : on) out.push_back(ToggleAid{Aid::read_aloud});
}

void Talking::watch(const View& view, const Ui& ui, const Frame& frame) {
  const auto key = key_of(frame);
  Seen seen{.view = view,
            .focus = std::nullopt,
            .typing = ui.typing(),
            .acted = acted(frame),
            .chose = false};
  if (const Hit* const hit = ui.hits().focused()) seen.focus = Spot{hit->name, hit->words};
  seen.chose = key == NamedKey::enter && seen.focus.has_value();
  narrator_.watch(std::move(seen));
  if (key == NamedKey::repeat) narrator_.repeat();
  if (!view.around.aids.read_aloud) return;  // and the next person begins as everybody does
  if (key == NamedKey::louder) narrator_.louder();
  if (key == NamedKey::quieter) narrator_.quieter();
}

}  // namespace afterword::kiosk
