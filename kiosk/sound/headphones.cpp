#include "kiosk/sound/headphones.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace afterword::kiosk {
namespace {

constexpr std::size_t kDevicesMost = 64;
constexpr std::size_t kBitsPerWord = 8 * sizeof(unsigned long);
constexpr std::size_t kWords = SW_MAX / kBitsPerWord + 1;

bool has_bit(const unsigned long (&words)[kWords], unsigned bit) {
  return (words[bit / kBitsPerWord] >> (bit % kBitsPerWord) & 1UL) != 0;
}

bool has_switch(int stream) {
  unsigned long switches[kWords] = {};
  return ::ioctl(stream, EVIOCGBIT(EV_SW, sizeof switches), switches) >= 0 &&
         has_bit(switches, SW_HEADPHONE_INSERT);
}

bool is_plugged(int stream) {
  unsigned long switches[kWords] = {};
  return ::ioctl(stream, EVIOCGSW(sizeof switches), switches) >= 0 &&
         has_bit(switches, SW_HEADPHONE_INSERT);
}

}  // namespace

HeadphoneWatch::HeadphoneWatch(Tell tell, std::string folder)
    : tell_(std::move(tell)), folder_(std::move(folder)) {
  changes_ = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  // A device may be read only once its owner is set, which comes after it was made.
  if (changes_ >= 0) ::inotify_add_watch(changes_, folder_.c_str(), IN_CREATE | IN_ATTRIB);
  start();
}

HeadphoneWatch::HeadphoneWatch(Tell tell, int stream) : tell_(std::move(tell)) {
  sources_.push_back({stream, ""});
  start();
}

void HeadphoneWatch::start() {
  if (::pipe2(wake_, O_CLOEXEC) != 0) wake_[0] = wake_[1] = -1;
  thread_ = std::thread([this] { loop(); });
}

HeadphoneWatch::~HeadphoneWatch() {
  if (wake_[1] >= 0) ::close(wake_[1]);
  thread_.join();
  if (wake_[0] >= 0) ::close(wake_[0]);
  if (changes_ >= 0) ::close(changes_);
  for (const Source& source : sources_) ::close(source.stream);
}

void HeadphoneWatch::loop() {
  if (wake_[0] < 0) return;
  look_for_devices();
  tell_change();
  for (;;) {
    std::vector<pollfd> waits = {{wake_[0], POLLIN, 0}, {changes_, POLLIN, 0}};
    for (const Source& source : sources_) waits.push_back({source.stream, POLLIN, 0});
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    if (waits[0].revents != 0) return;
    for (std::size_t i = sources_.size(); i-- > 0;) {
      if (waits[i + 2].revents == 0 || take(sources_[i])) continue;
      ::close(sources_[i].stream);
      sources_.erase(sources_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (waits[1].revents != 0) {
      char ignored[4096];
      while (::read(changes_, ignored, sizeof ignored) > 0) {
      }
      look_for_devices();
    }
    tell_change();
  }
}

void HeadphoneWatch::look_for_devices() {
  DIR* const folder = folder_.empty() ? nullptr : ::opendir(folder_.c_str());
  if (folder == nullptr) return;
  while (const dirent* const entry = ::readdir(folder)) {
    const std::string name = entry->d_name;
    const bool known = std::any_of(sources_.begin(), sources_.end(),
                                   [&](const Source& source) { return source.name == name; });
    if (known || !name.starts_with("event") || sources_.size() >= kDevicesMost) continue;
    const int stream = ::open((folder_ + "/" + name).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (stream < 0) continue;
    if (has_switch(stream))
      sources_.push_back({stream, name, is_plugged(stream)});
    else
      ::close(stream);
  }
  ::closedir(folder);
}

bool HeadphoneWatch::take(Source& source) {
  char bytes[64 * sizeof(input_event)];
  const ssize_t got = ::read(source.stream, bytes, sizeof bytes);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) {
    source.plugged = false;
    return false;
  }
  source.half.append(bytes, static_cast<std::size_t>(got));
  while (source.half.size() >= sizeof(input_event)) {
    input_event event;
    std::memcpy(&event, source.half.data(), sizeof event);
    source.half.erase(0, sizeof event);
    if (event.type != EV_SW || event.code != SW_HEADPHONE_INSERT) continue;
    source.plugged = event.value != 0;
    tell_change();
  }
  return true;
}

void HeadphoneWatch::tell_change() {
  const bool plugged = std::any_of(sources_.begin(), sources_.end(),
                                   [](const Source& source) { return source.plugged; });
  if (plugged == told_) return;
  told_ = plugged;
  tell_(plugged);
}

}  // namespace afterword::kiosk
