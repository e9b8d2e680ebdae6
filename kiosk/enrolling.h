// Enrolment at the start, with the code an administrator made.
#pragma once
#include <string>

#include "kiosk/storage/store.h"
#include "sync/base/http/http_client.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

// Makes this kiosk a device of the collector that `url_and_code` names, and stores that. On a kiosk
// that is enrolled already the code is not used, and the log says so: a service file may keep it.
// Errors: those of enrol() and of the store, with what the installer can do.
Result<> enrol_kiosk(Store& store, const std::string& url_and_code, HttpClient& http, Log& log);

}  // namespace afterword::kiosk
