#include "kiosk/platform/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <atomic>
#include <charconv>
#include <cmath>

#include "kiosk/platform/canvas.h"
#include "kiosk/platform/changes.h"
#include "kiosk/platform/contacts.h"
#include "kiosk/platform/gl_textures.h"
#include "kiosk/platform/screen_power.h"
#include "kiosk/ui/glyphs/glyphs.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

constexpr int kSideLeast = 320, kSideMost = 7680;
constexpr float kPxPerMmLeast = 2, kPxPerMmMost = 12;

std::optional<NamedKey> named_key(int key, int mods) {
  switch (key) {
    case GLFW_KEY_BACKSPACE:
      return NamedKey::backspace;
    case GLFW_KEY_DELETE:
      return NamedKey::remove;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return NamedKey::enter;
    case GLFW_KEY_TAB:
      return (mods & GLFW_MOD_SHIFT) != 0 ? NamedKey::back_tab : NamedKey::tab;
    case GLFW_KEY_ESCAPE:
      return NamedKey::escape;
    case GLFW_KEY_LEFT:
      return NamedKey::left;
    case GLFW_KEY_RIGHT:
      return NamedKey::right;
    case GLFW_KEY_UP:
      return NamedKey::up;
    case GLFW_KEY_DOWN:
      return NamedKey::down;
    case GLFW_KEY_HOME:
      return NamedKey::home;
    case GLFW_KEY_END:
      return NamedKey::end;
    default:
      return std::nullopt;
  }
}

std::string last_glfw_error() {
  const char* description = nullptr;
  glfwGetError(&description);
  return description != nullptr ? description : "no reason given";
}

// A page's ground: one colour over the whole window, drawn before all else. To clear with it costs a
// fraction of drawing it where the processor draws. While this lives, the lists are without it.
class Ground {
 public:
  Ground(const std::vector<ImDrawList*>& lists, Size window) {
    if (lists.empty() || lists[0]->CmdBuffer.empty() || !covers(*lists[0], window)) return;
    command_ = &lists[0]->CmdBuffer[0];
    const ImVec4 color = ImGui::ColorConvertU32ToFloat4(lists[0]->VtxBuffer[0].col);
    red_ = color.x, green_ = color.y, blue_ = color.z;
    command_->IdxOffset += kIndices;
    command_->ElemCount -= kIndices;
  }
  ~Ground() {
    if (command_ == nullptr) return;
    command_->IdxOffset -= kIndices;
    command_->ElemCount += kIndices;
  }
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  void clear() const {
    glClearColor(red_, green_, blue_, 1);
    glClear(GL_COLOR_BUFFER_BIT);
  }

 private:
  static constexpr unsigned kIndices = 6;  // of Dear ImGui's filled rectangle, of four corners

  static bool covers(const ImDrawList& list, Size window) {
    if (list.CmdBuffer[0].ElemCount < kIndices || list.CmdBuffer[0].UserCallback != nullptr ||
        list.VtxBuffer.Size < 4)
      return false;
    const ImDrawIdx first[kIndices] = {0, 1, 2, 0, 2, 3};
    if (!std::equal(first, first + kIndices, list.IdxBuffer.begin())) return false;
    const ImDrawVert* const corner = list.VtxBuffer.begin();
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    for (int i = 0; i < 4; ++i)
      if (corner[i].col != corner[0].col || corner[i].uv.x != white.x || corner[i].uv.y != white.y)
        return false;
    const auto at = [](ImVec2 of, float x, float y) { return of.x == x && of.y == y; };
    return (corner[0].col >> IM_COL32_A_SHIFT) == 255 && at(corner[0].pos, 0, 0) &&
           at(corner[2].pos, window.width, window.height);
  }

  ImDrawCmd* command_ = nullptr;
  float red_ = 0, green_ = 0, blue_ = 0;
};

// 0 if the monitor says nothing, or nothing that can be true.
float density_of(GLFWmonitor* monitor) {
  if (monitor == nullptr) return 0;
  int width_mm = 0, height_mm = 0;
  glfwGetMonitorPhysicalSize(monitor, &width_mm, &height_mm);
  const GLFWvidmode* const mode = glfwGetVideoMode(monitor);
  if (mode == nullptr || width_mm <= 0 || height_mm <= 0) return 0;
  const float density =
      std::hypot(static_cast<float>(mode->width), static_cast<float>(mode->height)) /
      std::hypot(static_cast<float>(width_mm), static_cast<float>(height_mm));
  return density < kPxPerMmLeast || density > kPxPerMmMost ? 0 : density;
}

class GlfwWindow final : public Window {
 public:
  GlfwWindow(const WindowOptions& options, const Clock& clock) : options_(options), clock_(clock) {}

  ~GlfwWindow() override {
    canvas_.reset();
    if (imgui_) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui::DestroyContext();
    }
    if (window_ != nullptr) glfwDestroyWindow(window_);
    if (glfw_) glfwTerminate();
  }
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;

  Result<> start() {
    AFTERWORD_TRY(create());
    listen();
    return start_drawing();
  }

  Textures& textures() override { return *textures_; }
  EventQueue& events() override { return events_; }
  int take_contacts() override { return contacts_->take_most(); }

  Size size() const override {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    return {static_cast<float>(std::max(width, 1)), static_cast<float>(std::max(height, 1))};
  }
  float px_per_mm() const override { return density_; }
  void set_px_per_mm(float px_per_mm) override { density_ = px_per_mm; }
  bool closed() const override { return glfwWindowShouldClose(window_) != 0; }

  void wait(std::optional<MonoTime> until) override {
    if (!until) {
      glfwWaitEvents();
      return;
    }
    const Ms left = *until - clock_.mono();
    if (left.count() > 0)
      glfwWaitEventsTimeout(static_cast<double>(left.count()) / 1000);
    else
      glfwPollEvents();
  }

  void wake() override {
    woken_ = true;
    glfwPostEmptyEvent();
  }
  void nudge() override { glfwPostEmptyEvent(); }

  bool take_damage() override {
    const bool woken = woken_.exchange(false);
    if (damaged_) changes_ = {};  // whatever became of what was there
    return std::exchange(damaged_, false) || woken;
  }

  void begin() override {
    const Size now = size();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {now.width, now.height};
    io.DeltaTime = 1.0F / 60;
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
  }

  void show(const std::vector<ImDrawList*>& lists) override {
    ImGui::EndFrame();
    if (std::exchange(dark_, false) && !options_.windowed) power_screen(true);
    present(lists);
  }
  void leave_as_is() override { ImGui::EndFrame(); }
  void darken() override {
    ImGui::EndFrame();
    present({});
    if (!std::exchange(dark_, true) && !options_.windowed) power_screen(false);
  }
  std::uint64_t frames() const override { return frames_; }

  Result<> screenshot(const std::string& path) override {
    const Size now = shown_size_;
    const int width = static_cast<int>(now.width), height = static_cast<int>(now.height);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height) * 4);
    canvas_->show();  // into the back buffer again: what that holds after a swap is anybody's guess
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(width) * 4;
    for (int top = 0, bottom = height - 1; top < bottom; ++top, --bottom)
      std::swap_ranges(pixels.begin() + top * row, pixels.begin() + (top + 1) * row,
                       pixels.begin() + bottom * row);
    return write_png(path, width, height, pixels);
  }

 private:
  Result<> create() {
    if (glfwInit() == 0)
      return fail(Failure::unavailable, "no display: " + last_glfw_error(), "DISPLAY",
                  "start it in a graphical session, or under xvfb-run");
    glfw_ = true;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    GLFWmonitor* const monitor = glfwGetPrimaryMonitor();
    density_ = density_of(monitor);
    if (options_.windowed) {
      window_ = glfwCreateWindow(static_cast<int>(options_.windowed->width),
                                 static_cast<int>(options_.windowed->height),
                                 options_.title.c_str(), nullptr, nullptr);
    } else {
      const GLFWvidmode* const mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
      if (mode == nullptr)
        return fail(Failure::unavailable, "no monitor is connected", "DISPLAY",
                    "connect one, or use --windowed 1280x800");
      window_ =
          glfwCreateWindow(mode->width, mode->height, options_.title.c_str(), monitor, nullptr);
    }
    if (window_ == nullptr)
      return fail(Failure::unavailable, "no window with OpenGL 3: " + last_glfw_error(), "OpenGL",
                  "install libgl1-mesa-dri");
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    if (!options_.windowed) glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
    if (!options_.windowed && options_.keep_screen_on) keep_screen_on();
    return {};
  }

  static GlfwWindow& self(GLFWwindow* window) {
    return *static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
  }

  std::optional<NamedKey> named(int key, int mods) const {
    const auto function = options_.function_keys.find(key - GLFW_KEY_F1 + 1);
    return function != options_.function_keys.end() ? function->second : named_key(key, mods);
  }

  void listen() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
      self(window).moved({static_cast<float>(x), static_cast<float>(y)});
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int) {
      if (button == GLFW_MOUSE_BUTTON_LEFT) self(window).pressed(action == GLFW_PRESS);
    });
    glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int mods) {
      const auto named = self(window).named(key, mods);
      if (named && action != GLFW_RELEASE)
        self(window).events_.push(
            KeyEvent{*named, self(window).clock_.mono(), action == GLFW_REPEAT});
    });
    glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned letter) {
      std::string text;
      append_utf8(text, static_cast<char32_t>(letter));
      self(window).events_.push(TextEvent{std::move(text), self(window).clock_.mono()});
    });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { self(window).damaged_ = true; });
    glfwSetFramebufferSizeCallback(
        window_, [](GLFWwindow* window, int, int) { self(window).damaged_ = true; });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* window) {
      if (!self(window).options_.windowed) glfwSetWindowShouldClose(window, GLFW_FALSE);
    });
    glfwSetWindowIconifyCallback(window_, [](GLFWwindow* window, int iconified) {
      if (iconified != 0 && !self(window).options_.windowed) glfwRestoreWindow(window);
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* window, int focused) {
      if (focused == 0) self(window).lost();
    });
  }

  void moved(Point at) {
    at_ = at;
    if (down_) events_.push(PointerEvent{PointerEvent::Kind::move, at_, clock_.mono()});
  }
  void pressed(bool down) {
    if (down == down_) return;
    down_ = down;
    events_.push(
        PointerEvent{down ? PointerEvent::Kind::down : PointerEvent::Kind::up, at_, clock_.mono()});
  }
  void lost() {
    if (!down_) return;
    down_ = false;
    events_.push(PointerEvent{PointerEvent::Kind::cancel, at_, clock_.mono()});
  }

  Result<> start_drawing() {
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    imgui_ = true;
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.GetClipboardTextFn = [](void*) -> const char* { return ""; };
    io.SetClipboardTextFn = [](void*, const char*) {};
    io.ConfigFlags |= ImGuiConfigFlags_NoMouse | ImGuiConfigFlags_NoMouseCursorChange;
    if (!ImGui_ImplOpenGL3_Init("#version 130"))
      return fail(Failure::unavailable, "OpenGL 3 does not work here", "OpenGL",
                  "install libgl1-mesa-dri");
    const int version = glfwGetWindowAttrib(window_, GLFW_CONTEXT_VERSION_MAJOR) * 10 +
                        glfwGetWindowAttrib(window_, GLFW_CONTEXT_VERSION_MINOR);
    textures_ = std::make_unique<GlTextures>(version >= 33);
    canvas_ = std::make_unique<Canvas>();
    shown_size_ = size();
    return {};
  }

  void present(std::vector<ImDrawList*> lists) {
    shown_size_ = size();
    const Area area = changes_.since_last(lists, shown_size_);
    if (!canvas_->begin(shown_size_, area)) changes_ = {};  // drawn whole, each time
    if (!area.empty()) draw(lists, area);
    canvas_->show();
    glfwSwapBuffers(window_);
    ++frames_;
  }

  void draw(std::vector<ImDrawList*>& lists, const Area& area) {
    const Size now = shown_size_;
    ImDrawData data;
    data.Valid = true;
    data.CmdLists = lists.data();
    data.CmdListsCount = static_cast<int>(lists.size());
    for (const ImDrawList* const list : lists) {
      data.TotalIdxCount += list->IdxBuffer.Size;
      data.TotalVtxCount += list->VtxBuffer.Size;
    }
    data.DisplaySize = {now.width, now.height};
    data.FramebufferScale = {1, 1};
    glViewport(0, 0, static_cast<int>(now.width), static_cast<int>(now.height));
    const Ground ground(lists, now);
    ground.clear();
    const DrawnWithin within(lists, area);
    ImGui_ImplOpenGL3_RenderDrawData(&data);
  }

  WindowOptions options_;
  const Clock& clock_;
  GLFWwindow* window_ = nullptr;
  bool glfw_ = false, imgui_ = false;
  std::unique_ptr<GlTextures> textures_;
  EventQueue events_;
  std::unique_ptr<Contacts> contacts_ = Contacts::listen();
  Changes changes_;
  std::unique_ptr<Canvas> canvas_;
  Size shown_size_{1, 1};
  float density_ = 0;
  Point at_;
  bool down_ = false, damaged_ = true, dark_ = false;
  std::uint64_t frames_ = 0;
  std::atomic<bool> woken_{false};
};

}  // namespace

Result<Size> parse_window_size(std::string_view text) {
  const std::size_t cross = text.find('x');
  int width = 0, height = 0;
  const auto read = [](std::string_view part, int& out) {
    const auto result = std::from_chars(part.data(), part.data() + part.size(), out);
    return result.ec == std::errc{} && result.ptr == part.data() + part.size() &&
           out >= kSideLeast && out <= kSideMost;
  };
  if (cross == std::string_view::npos || !read(text.substr(0, cross), width) ||
      !read(text.substr(cross + 1), height))
    return fail(Failure::invalid, "\"" + std::string(text) + "\" is no window size", "--windowed",
                fmt::format("write it as 1280x800, {} to {} a side", kSideLeast, kSideMost));
  return Size{static_cast<float>(width), static_cast<float>(height)};
}

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options, const Clock& clock) {
  auto window = std::make_unique<GlfwWindow>(options, clock);
  AFTERWORD_TRY(window->start());
  return std::unique_ptr<Window>(std::move(window));
}

}  // namespace afterword::kiosk
