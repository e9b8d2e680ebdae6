// Links that log a person in once: how somebody without a password gets into the console.
#pragma once
#include <string>

#include "sync/base/core/random.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

inline constexpr Ms kLoginLinkLife = std::chrono::hours(24);

// "/login?link=TOKEN"
std::string login_path(std::string_view token);

// A token that logs `user` in once. A user who is not known yet is added, without a password.
Result<std::string> add_login_link(Writes& writes, const std::string& user, WallTime now,
                                   Random& random);

// What the database knows of a token, a link or a cookie.
Bytes secret_hash(std::string_view secret);
// 256 random bits, as text.
std::string random_secret(Random& random);

}  // namespace afterword::collector
