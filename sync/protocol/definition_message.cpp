#include "sync/protocol/definition_message.h"

#include "sync/protocol/limits.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

Result<SurveyVersion> read_name(std::string_view payload, std::string_view id_name,
                                std::string_view where) {
  AFTERWORD_ASSIGN(const auto document, json::parse(payload));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  SurveyVersion out;
  out.survey = id_field(fields, id_name);
  out.version = version_field(fields, "version");
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, std::string(where)));
  return out;
}

Result<> is_expected(const SurveyVersion& found, const SurveyVersion& expected,
                     std::string_view where) {
  if (found == expected) return {};
  return fail(Failure::invalid,
              fmt::format("is {} version {}, not {} version {} as offered", found.survey,
                          found.version, expected.survey, expected.version),
              std::string(where));
}

}  // namespace

std::string sign_definition(std::string_view definition, std::span<const Signer> signers) {
  return sign_envelope(kDefinitionType, definition, signers);
}

Result<std::string> open_definition(std::string_view envelope, const SurveyVersion& expected,
                                    std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(auto payload, open_envelope(envelope, kDefinitionType, keys, kEnvelopeBytesMax));
  AFTERWORD_ASSIGN(const auto found, read_name(payload, "id", "definition"));
  AFTERWORD_TRY(is_expected(found, expected, "definition"));
  return payload;
}

std::string sign_retirement(const SurveyVersion& survey, std::span<const Signer> signers) {
  return sign_envelope(
      kRetireType,
      json::dump(json::object({{"survey", survey.survey}, {"version", survey.version}})), signers);
}

Result<SurveyVersion> open_retirement(std::string_view envelope, const SurveyVersion& expected,
                                      std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(const auto payload,
                   open_envelope(envelope, kRetireType, keys, kEnvelopeBytesMax));
  AFTERWORD_ASSIGN(auto found, read_name(payload, "survey", "retirement"));
  AFTERWORD_TRY(is_expected(found, expected, "retirement"));
  return found;
}

}  // namespace afterword
