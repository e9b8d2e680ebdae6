#include "kiosk/enrolling.h"

#include "sync/client/enrol.h"
#include "sync/protocol/enrolment.h"

namespace afterword::kiosk {

Result<> enrol_kiosk(Store& store, const std::string& url_and_code, HttpClient& http, Log& log) {
  if (const auto known = store.enrolment()) {
    log.info("enrol", "already enrolled as " + known->device + " with " + known->url +
                          "; the code was not used");
    return {};
  }
  AFTERWORD_ASSIGN(const EnrolmentCode code, read_enrolment_code(url_and_code));
  AFTERWORD_ASSIGN(const crypto::SigningKey key, store.pending_key(code));
  AFTERWORD_ASSIGN(const Enrolment enrolment, enrol(code, key, AFTERWORD_VERSION, http));
  AFTERWORD_TRY(store.enrol(enrolment));
  log.info("enrol", "enrolled as " + enrolment.device + " for " + enrolment.settings.store + ", " +
                        enrolment.settings.touchpoint);
  return {};
}

}  // namespace afterword::kiosk
