#include "sync/collector/first_run.h"

#include <fmt/format.h>
#include <algorithm>
#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/json/value.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/key_parts.h"
#include "sync/collector/sign_anew.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kPemBytesMax = 256 * 1024;
constexpr std::string_view kTrustSetting = "trust_document";
constexpr const char* kTrustVersion = "trust_version";  // in admin.token

std::string database_path(const std::string& data) { return data + "/collector.db"; }
std::string token_path(const std::string& data) { return data + "/admin.token"; }
// Stands there until the first run has given somebody a way in.
std::string unfinished_path(const std::string& data) { return data + "/first-run-unfinished"; }

Result<GivenTls> given_tls(const CollectorOptions& options) {
  if (options.tls_cert.empty()) return GivenTls();
  TlsIdentity tls;
  AFTERWORD_ASSIGN(tls.certificate_pem, read_file(options.tls_cert, kPemBytesMax));
  AFTERWORD_ASSIGN(tls.key_pem, read_file(options.tls_key, kPemBytesMax));
  return GivenTls(std::move(tls));
}

// Nothing may be made beside what is there already: the missing half lies in a backup. A first run
// that was cut off begins again; nobody was given its keys yet.
Result<bool> is_first_run(const std::string& data) {
  AFTERWORD_ASSIGN(const bool unfinished, path_exists(unfinished_path(data)));
  if (unfinished) return true;
  AFTERWORD_ASSIGN(const bool database, path_exists(database_path(data)));
  AFTERWORD_ASSIGN(const bool keys, has_keys(data));
  if (database && !keys)
    return fail(Failure::not_found, "the keys are missing beside the database", data + "/keys",
                "restore the folder keys from a backup, or make it anew from the offline keys: "
                "--rebuild-keys RECOVERY.json --renew-trust ROOT.json");
  if (database) return false;
  AFTERWORD_ASSIGN(const bool offline, has_offline_keys(data));
  if (keys || offline)
    return fail(Failure::not_found, "the database is missing beside the keys", database_path(data),
                "restore it from a backup");
  return true;
}

// For the audit: what else was changed with the document.
std::string words_of(const CollectorOptions& options, const TrustDocument& trust) {
  std::string words = fmt::format("version {}", trust.version);
  if (!options.next_tls_cert.empty())
    words += options.drop_old_tls ? ", next TLS key alone" : ", next TLS key";
  if (options.next_keys) words += ", new signing and seal keys";
  if (options.drop_old_keys) words += ", old signing keys dropped";
  if (!options.next_roots.empty())
    words += fmt::format(", {} new root keys of which {} sign", options.next_roots.size(),
                         std::max<std::size_t>(1, options.threshold));
  return words;
}

Result<> expect_database(const std::string& data) {
  AFTERWORD_ASSIGN(const bool there, path_exists(database_path(data)));
  if (there) return {};
  return fail(Failure::not_found, "there is no collector's database", data,
              "name its folder with --data");
}

// Who lists another TLS key alone is not asked for the one that is listed now: it may be the wrong one.
Result<std::unique_ptr<Storage>> open_to_renew_trust(const CollectorOptions& options, WallTime now,
                                                     Random& random) {
  if (options.drop_old_tls) {
    AFTERWORD_TRY(is_first_run(options.data));
    return open_sqlite_storage(database_path(options.data));
  }
  AFTERWORD_ASSIGN(DataFolder folder, open_data_folder(options, now, random));
  return std::move(folder.storage);
}

}  // namespace

Result<DataFolder> open_data_folder(const CollectorOptions& options, WallTime now, Random& random) {
  DataFolder folder;
  AFTERWORD_TRY(make_folder(options.data, 0700));
  AFTERWORD_ASSIGN(const GivenTls tls, given_tls(options));
  AFTERWORD_ASSIGN(folder.first_run, is_first_run(options.data));
  if (folder.first_run) {
    AFTERWORD_TRY(write_file(unfinished_path(options.data), "", kSecretMode));
    AFTERWORD_ASSIGN(const bool database, path_exists(database_path(options.data)));
    if (!database)
      AFTERWORD_TRY(make_keys(options.data, options.host, tls, now, random));
  }
  AFTERWORD_ASSIGN(folder.keys, load_keys(options.data, tls));
  if (!options.recovery.empty()) {
    AFTERWORD_ASSIGN(const Recovery lent, read_recovery(options.recovery));
    if (lent.key.public_key != folder.keys.ring.trust.recovery_key)
      return fail(Failure::denied, "this is another recovery key than kiosks seal to",
                  options.recovery, "take the recovery.json that the first run made");
    folder.keys.ring.recovery = lent.key;
  }
  AFTERWORD_ASSIGN(folder.storage, open_sqlite_storage(database_path(options.data)));
  return folder;
}

Result<> make_admin_token(const std::string& data, const std::string& url, const Keyring& keys,
                          WriteQueue& queue, WallTime now, Random& random) {
  const std::string token = random_secret(random);
  const json::Value content = json::object({{"collector", url},
                                            {"token", token},
                                            {"root", base64url(keys.root)},
                                            {kTrustVersion, keys.trust.version}});
  AFTERWORD_TRY(write_file(token_path(data), json::dump_pretty(content) + "\n", kSecretMode));
  return queue.run([&](Writes& writes) -> Result<> {
    const Bytes hash = secret_hash(token);
    AFTERWORD_TRY(writes.remove_tokens_but(hash));
    AFTERWORD_TRY(writes.add_token({hash, "admin.token", now}));
    return append_audit(writes, now, "collector", "token_made", "admin.token");
  });
}

Result<std::string> renew_admin_token(const CollectorOptions& options, WallTime now,
                                      Random& random) {
  AFTERWORD_TRY(expect_database(options.data));
  AFTERWORD_ASSIGN(DataFolder folder, open_data_folder(options, now, random));
  WriteQueue queue(*folder.storage);
  AFTERWORD_TRY(make_admin_token(options.data, url_of(options, options.port), folder.keys.ring,
                                 queue, now, random));
  return token_path(options.data);
}

Result<TrustDocument> renew_trust_document(const CollectorOptions& options, WallTime now,
                                           Random& random) {
  AFTERWORD_TRY(expect_database(options.data));
  AFTERWORD_ASSIGN(const auto storage, open_to_renew_trust(options, now, random));
  AFTERWORD_ASSIGN(const GivenTls tls, given_tls(options));
  std::string next;
  if (!options.next_tls_cert.empty()) {
    AFTERWORD_ASSIGN(next, read_file(options.next_tls_cert, kPemBytesMax));
  }
  AFTERWORD_ASSIGN(TrustDocument trust,
                   renew_trust(options.data, tls,
                               {.root_files = options.renew_trust,
                                .next_certificate = next,
                                .drop_old_tls = options.drop_old_tls,
                                .next_keys = options.next_keys,
                                .drop_old_keys = options.drop_old_keys,
                                .next_root_files = options.next_roots,
                                .next_threshold = std::max<std::size_t>(1, options.threshold)},
                               now, random));
  WriteQueue queue(*storage);
  const auto told = queue.run([&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.raise_revision());  // kiosks that wait are told of the new version
    return append_audit(writes, now, "collector", "trust_renewed", words_of(options, trust));
  });
  if (!told) return tl::unexpected<Error>(told.error());
  return trust;
}

Result<TrustDocument> rebuild_lost_keys(const CollectorOptions& options, WallTime now,
                                        Random& random) {
  AFTERWORD_TRY(expect_database(options.data));
  AFTERWORD_ASSIGN(const bool keys_there, has_keys(options.data));
  if (keys_there)
    return fail(Failure::conflict, "there are keys", options.data + "/keys",
                "--renew-trust with --next-keys makes new ones beside them; keys that cannot be "
                "read must be moved away first");
  AFTERWORD_ASSIGN(const GivenTls tls, given_tls(options));
  AFTERWORD_ASSIGN(const Recovery recovery, read_recovery(options.rebuild_keys));
  const std::string unfinished = options.data + "/keys.unfinished";
  std::error_code trouble;
  std::filesystem::remove_all(unfinished, trouble);  // of a run that was cut off
  AFTERWORD_TRY(make_folder(unfinished, 0700));
  AFTERWORD_ASSIGN(const auto storage, open_sqlite_storage(database_path(options.data)));
  WriteQueue queue(*storage);
  std::string known;
  const auto found = queue.run([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto setting, writes.reads().setting(kTrustSetting));
    known = setting.value_or("");
    return {};
  });
  if (!found) return tl::unexpected<Error>(found.error());
  AFTERWORD_ASSIGN(TrustDocument trust,
                   rebuild_keys(unfinished, options.host, tls, options.renew_trust, recovery, known,
                                now, random));
  AFTERWORD_ASSIGN(const KeyFiles keys, load_keys(unfinished, tls));
  if (const auto anew = sign_anew(queue, keys.ring, now, true); !anew)
    return tl::unexpected<Error>(anew.error());
  const auto told = queue.run([&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, now, "collector", "keys_rebuilt",
                        fmt::format("version {}", trust.version));
  });
  if (!told) return tl::unexpected<Error>(told.error());
  AFTERWORD_TRY(move_to(unfinished + "/keys", options.data + "/keys"));
  std::filesystem::remove(unfinished, trouble);
  return trust;
}

Result<> remember_trust(WriteQueue& queue, const Keyring& keys) {
  return queue.run([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto known, writes.reads().setting(kTrustSetting));
    if (known == keys.trust_envelope) return {};
    AFTERWORD_TRY(writes.put_setting(kTrustSetting, keys.trust_envelope));
    return writes.raise_revision();  // where whoever renewed it was cut off before that
  });
}

Result<> finish_first_run(const std::string& data) {
  std::error_code error;
  std::filesystem::remove(unfinished_path(data), error);
  if (error) return fail(Failure::io, "cannot be removed", unfinished_path(data));
  return {};
}

Result<std::optional<std::string>> admin_token(const std::string& data) {
  const std::string path = token_path(data);
  AFTERWORD_ASSIGN(const bool there, path_exists(path));
  if (!there) return std::optional<std::string>();
  AFTERWORD_ASSIGN(const std::string text, read_file(path, kPemBytesMax));
  const auto content = json::parse(text);
  const json::Value* const token = content ? content->find("token") : nullptr;
  if (token == nullptr || !token->is_string())
    return fail(Failure::invalid, "holds no token", path, "move it away, and use --new-token");
  return std::optional(token->as_string());
}

Result<> update_admin_token(const std::string& data, const std::string& url, const Keyring& keys) {
  const auto text = read_file(token_path(data), kPemBytesMax);
  if (!text && text.error().failure == Failure::not_found) return {};  // moved to where the command line is used
  if (!text) return tl::unexpected<Error>(text.error());
  AFTERWORD_ASSIGN(json::Value content, json::parse(*text));
  const json::Value before = content;
  content.set("collector", url);
  // Never back: old keys that somebody put here are no reason to believe them again.
  const json::Value* const seen = content.find(kTrustVersion);
  if (seen == nullptr || !seen->is_integer() || seen->as_integer() <= keys.trust.version) {
    content.set(kTrustVersion, keys.trust.version);
    content.set("root", base64url(keys.root));
  }
  if (content == before) return {};
  return replace_file(token_path(data), json::dump_pretty(content) + "\n");
}

}  // namespace afterword::collector
