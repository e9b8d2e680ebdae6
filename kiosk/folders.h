// Where the files that come with the program lie: in the source tree it was built in, or under the
// prefix it was installed to.
#pragma once
#include <string>

#include "kiosk/options.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

struct Folders {
  std::string assets;       // strings/, themes/, fonts.conf
  std::string survey_defs;  // the shipped surveys
};

// What the options name, else the first of P/assets and P/share/afterword/assets (the same for
// survey-defs) over all parents P of the program's own folder. Errors: not_found.
Result<Folders> find_folders(const Options& options);

}  // namespace afterword::kiosk
