// The X display as a finger and an eye: touches it by XTest, and looks whether anything changed.
#pragma once
#include <optional>
#include <vector>

struct _XDisplay;

namespace afterword::bench {

struct Spot {
  int x = 0, y = 0;
};

class Screen {
 public:
  Screen();  // the display of DISPLAY; good() says whether there is one
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;
  bool good() const { return display_ != nullptr; }

  // Milliseconds from a press at `spot` to the first look at which pixels around it differ; then
  // the finger slides off and is lifted, so that nothing is chosen. Nothing: no change came.
  std::optional<double> touch(Spot spot);
  // The first place that shows that it was pressed.
  std::optional<Spot> find_sensitive();

 private:
  std::vector<char> look(Spot spot);

  _XDisplay* display_;
  int width_ = 0, height_ = 0;
};

}  // namespace afterword::bench
