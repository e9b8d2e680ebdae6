#include "sync/client/identity.h"

#include "sync/protocol/enrolment.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {

std::string dump(const Enrolment& enrolment) {
  return json::dump(json::object({{"format", 1},
                                  {"url", enrolment.url},
                                  {"device", enrolment.device},
                                  {"log", enrolment.log},
                                  {"store", enrolment.settings.store},
                                  {"store_name", enrolment.settings.store_name},
                                  {"touchpoint", enrolment.settings.touchpoint},
                                  {"zone", enrolment.settings.zone},
                                  {"seed", base64url(enrolment.key.seed)},
                                  {"root", base64url(enrolment.root)},
                                  {"trust", enrolment.trust_envelope}}));
}

Result<Enrolment> read_enrolment(std::string_view text) {
  AFTERWORD_ASSIGN(const auto document, json::parse(text));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  Enrolment out;
  fields.integer("format", {.required = true, .least = 1, .most = 1});
  const std::string url = text_field(fields, "url", 512);
  out.device = text_field(fields, "device", 64);
  if (!is_device(out.device)) fields.problem("device", "is no name of a device", "");
  out.log = number_field(fields, "log", 1);
  out.settings.store = id_field(fields, "store");
  out.settings.store_name = text_field(fields, "store_name", 200, true);
  out.settings.touchpoint = id_field(fields, "touchpoint");
  out.settings.zone = text_field(fields, "zone", 64);
  out.key = crypto::SigningKey::from_seed(key_field(fields, "seed"));
  out.root = key_field(fields, "root");
  out.trust_envelope = text_field(fields, "trust", kTrustBytesMax);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "stored enrolment"));
  AFTERWORD_ASSIGN(out.url, read_collector_url(url));
  AFTERWORD_ASSIGN(out.trust, open_trust(out.trust_envelope, out.root));
  return out;
}

TrustDocument TrustHolder::get() const {
  const std::lock_guard lock(mutex_);
  return trust_;
}

void TrustHolder::set(TrustDocument trust) {
  const std::lock_guard lock(mutex_);
  trust_ = std::move(trust);
}

std::vector<KeyPin> TrustHolder::pins() const {
  const std::lock_guard lock(mutex_);
  return trust_.tls_keys;
}

}  // namespace afterword
