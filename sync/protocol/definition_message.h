// What the collector signs about surveys: a definition, as published, and its retirement.
//
// A definition's payload is the file's bytes, untouched. A retirement's payload is
// {"survey":"fitting-rooms","version":3}: no version of the survey up to 3 is offered any more; a
// newer one is.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "sync/protocol/envelope.h"

namespace afterword {

struct SurveyVersion {
  std::string survey;
  int version = 1;
  auto operator<=>(const SurveyVersion&) const = default;
};

std::string sign_definition(std::string_view definition, std::span<const Signer> signers);
// The definition's bytes. Errors: as open_envelope(); also invalid when it is not `expected`.
Result<std::string> open_definition(std::string_view envelope, const SurveyVersion& expected,
                                    std::span<const crypto::Key32> keys);

std::string sign_retirement(const SurveyVersion& survey, std::span<const Signer> signers);
Result<SurveyVersion> open_retirement(std::string_view envelope, const SurveyVersion& expected,
                                      std::span<const crypto::Key32> keys);

}  // namespace afterword
