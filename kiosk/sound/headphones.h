// Tells when headphones are plugged in or out, where the system knows: the kernel's switch
// SW_HEADPHONE_INSERT of an input device, as sound cards and USB sockets have one.
//
// Threads: it has its own; `tell` is called on it, and not any more once the watch is gone.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword::kiosk {

class HeadphoneWatch {
 public:
  using Tell = std::function<void(bool plugged)>;

  // Watches those devices of `folder` that have the switch, also those that come later; the state
  // that is found at first is told if something is plugged in. A folder that is not there: nothing
  // is ever told. Devices that may not be read are passed over.
  explicit HeadphoneWatch(Tell tell, std::string folder = "/dev/input");
  // Watches one stream of `struct input_event`; it is closed at its end or with the watch.
  HeadphoneWatch(Tell tell, int stream);
  ~HeadphoneWatch();
  HeadphoneWatch(const HeadphoneWatch&) = delete;
  HeadphoneWatch& operator=(const HeadphoneWatch&) = delete;

 private:
  struct Source {
    int stream = -1;
    std::string name;
    bool plugged = false;
    std::string half = {};  // an event that has not come whole
  };

  void start();
  void loop();
  void look_for_devices();
  bool take(Source& source);  // false: it has ended
  void tell_change();

  const Tell tell_;
  const std::string folder_;
  std::vector<Source> sources_;
  int changes_ = -1;        // of the folder
  int wake_[2] = {-1, -1};  // a pipe: something to read means the end
  bool told_ = false;
  std::thread thread_;
};

}  // namespace afterword::kiosk
