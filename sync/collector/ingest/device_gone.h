// A device that will never come back: stolen, drowned, thrown away.
#pragma once
#include <string>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Gives every number that it told of and that never came, or came and could not be opened, the
// outcome `lost`: accounted for by name, and no longer waited for. Returns how many. Again: 0.
// Errors: conflict, while the device is let in.
Result<std::int64_t> declare_gone(Writes& writes, const Device& device);

}  // namespace afterword::collector
