// A device that will never come back: stolen, drowned, thrown away.
#pragma once
#include <string>

#include "sync/collector/storage/storage.h"

namespace afterword::collector {

// Gives every number that it told of and that never came, or came and could not be opened, the
// outcome `lost`: accounted for by name, and no longer waited for. Returns how many. Again: 0.
// Errors: conflict, while the device is let in; invalid, where it told of more than kLostMax that never
// came, in all its logs together: nothing is changed then.
Result<std::int64_t> declare_gone(Writes& writes, const Device& device);

}  // namespace afterword::collector
