// The floor: an almost empty Dear ImGui window on the kiosk's libraries. It draws only after events,
// shows a press at once, and says READY=1 when its first frame is on the screen.
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "sync/base/service/service_manager.h"

namespace {

void draw(GLFWwindow* window, bool pressed) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  ImGui::GetBackgroundDrawList()->AddRectFilled(
      {0, 0}, {1280, 800}, pressed ? IM_COL32(251, 227, 176, 255) : IM_COL32(246, 242, 234, 255));
  ImGui::Render();
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window);
}

}  // namespace

int main() {
  if (glfwInit() == 0) return 2;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
  GLFWwindow* const window = glfwCreateWindow(1280, 800, "floor", nullptr, nullptr);
  if (window == nullptr) return 2;
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, false);
  ImGui_ImplOpenGL3_Init("#version 130");
  bool pressed = false;
  glfwSetWindowUserPointer(window, &pressed);
  glfwSetMouseButtonCallback(window, [](GLFWwindow* of, int, int action, int) {
    *static_cast<bool*>(glfwGetWindowUserPointer(of)) = action == GLFW_PRESS;
  });
  draw(window, pressed);
  afterword::ServiceManager::of_environment().ready();
  bool shown = pressed;
  while (glfwWindowShouldClose(window) == 0) {
    glfwWaitEvents();
    if (std::exchange(shown, pressed) != pressed) draw(window, pressed);
  }
  return 0;
}
