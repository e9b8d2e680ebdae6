#include "sync/protocol/messages.h"
#include "sync/protocol/names.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
std::string dump(const EnrolRequest& message) {
  return json::dump(json::object(
      {{"code", message.code},
       {"public_key", base64url(message.public_key)},
       {"app_version", message.app_version},
       {"formats", formats_to_json(message.definition_formats, message.response_formats)}}));
}

Result<EnrolRequest> read_enrol_request(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  EnrolRequest out;
  out.code = text_field(fields, "code", 64);
  out.public_key = key_field(fields, "public_key");
  out.app_version = text_field(fields, "app_version", 64);
  if (const json::Value* formats = fields.object("formats", true)) {
    json::Fields inner(*formats, "/formats", problems);
    out.definition_formats = formats_field(inner, "definition");
    out.response_formats = formats_field(inner, "response");
  }
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "enrolment"));
  return out;
}

std::string dump(const EnrolReply& message) {
  return json::dump(json::object({{"device", message.device},
                                  {"log", message.log},
                                  {"store", message.store},
                                  {"touchpoint", message.touchpoint},
                                  {"zone", message.zone},
                                  {"public_key", base64url(message.public_key)},
                                  {"trust_version", message.trust_version}}));
}

Result<EnrolReply> read_enrol_reply(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  EnrolReply out;
  out.device = text_field(fields, "device", 64);
  if (!out.device.empty() && !is_device(out.device))
    fields.problem("device", "is no name of a device", "");
  out.log = number_field(fields, "log", 1);
  out.store = id_field(fields, "store");
  out.touchpoint = id_field(fields, "touchpoint");
  out.zone = text_field(fields, "zone", 64);
  out.public_key = key_field(fields, "public_key");
  out.trust_version = number_field(fields, "trust_version", 1);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "reply to enrolment"));
  return out;
}

}  // namespace afterword
