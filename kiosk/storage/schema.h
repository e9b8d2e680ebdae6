// The tables of kiosk.db, as steps that are only ever added to.
#pragma once
#include <span>

#include "sync/base/db/db.h"

namespace afterword::kiosk {

// Oldest first. tests/kiosk/storage keeps a file written by each released version.
std::span<const db::Migration> migrations();

}  // namespace afterword::kiosk
