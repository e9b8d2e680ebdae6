// The schema, as it grew. Inside this folder and its tests only.
#pragma once
#include <span>

#include "sync/base/db/db.h"

namespace afterword::collector {

std::span<const db::Migration> collector_migrations();

}  // namespace afterword::collector
