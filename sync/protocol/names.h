// How devices are named and numbers written in headers and paths.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace afterword {

// "dev-7", or "import:NAME" for results gathered elsewhere: [a-z][a-z0-9_:-]{0,63}.
bool is_device(std::string_view text);
// A name of a key in a trust document: [a-z0-9][a-z0-9_-]{0,31}.
bool is_key_id(std::string_view text);
// Plain decimal, no sign, no leading zero, 0 to 2^53 - 1.
std::optional<std::int64_t> parse_number(std::string_view text);

// "/v1/definitions/fitting-rooms/3" and "/v1/definitions/fitting-rooms/3/retired".
std::string definition_path(std::string_view survey, int version);
std::string retired_path(std::string_view survey, int version);

inline constexpr std::string_view kEnrolPath = "/v1/enrol";
inline constexpr std::string_view kTrustPath = "/v1/trust";  // with ?after=N
inline constexpr std::string_view kWaitPath = "/v1/wait";
inline constexpr std::string_view kResponsesPath = "/v1/responses";
inline constexpr std::string_view kWithdrawPath = "/v1/withdraw";

}  // namespace afterword
