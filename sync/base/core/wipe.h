// Overwriting what must not be found in memory later.
#pragma once

namespace afterword {

// Overwrites what functions that returned have left on this thread's stack: short strings live there,
// and nothing clears them. Call it from near the top, after the work that must leave nothing.
void wipe_stack();

}  // namespace afterword
