// Who works in the data folder: always the user whom it belongs to.
#pragma once
#include <string>

#include "sync/collector/options.h"

namespace afterword::collector {

// Where root starts the program on a folder that is another user's, as that of the package's service is, the whole
// process becomes that user, for good: a file of root's in it would keep the service from starting. Gives the
// user's name, or number where it has none; empty: nothing was changed, since this is not root, or the folder is not
// there or root's own.
//
// Precondition: no thread was started yet. Errors: io (the system refuses); denied, naming the file, where that
// user may not work in the folder or with what lies there, or read a file that `options` name.
Result<std::string> become_owner(const CollectorOptions& options);

}  // namespace afterword::collector
