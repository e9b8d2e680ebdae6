// The data folder: made whole at the first run, refused when half of it is missing later.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "sync/collector/key_files.h"
#include "sync/collector/options.h"
#include "sync/collector/storage/storage.h"
#include "sync/collector/storage/write_queue.h"

namespace afterword::collector {

struct DataFolder {
  bool first_run = false;
  KeyFiles keys;
  std::unique_ptr<Storage> storage;
};

// Errors: as Collector::open().
Result<DataFolder> open_data_folder(const CollectorOptions& options, WallTime now, Random& random);

// Writes DIR/admin.token for the command line, with a new token, the only one that the database
// knows from then on.
Result<> make_admin_token(const std::string& data, const std::string& url, const Keyring& keys,
                          WriteQueue& queue, WallTime now, Random& random);
// Until this is called every start is a first run: it makes the token and a log-in link.
Result<> finish_first_run(const std::string& data);
// Makes DIR/admin.token anew, for a collector that does not run; no other token lets in from then
// on. Gives the file's path. Errors: as open_data_folder(); not_found before the first run.
Result<std::string> renew_admin_token(const CollectorOptions& options, WallTime now,
                                      Random& random);
// As renew_trust(), for a collector that does not run; kiosks hear of the new document when it does.
Result<TrustDocument> renew_trust_document(const CollectorOptions& options, WallTime now,
                                           Random& random);
// As rebuild_keys(), for a collector whose folder keys is lost; the definitions are signed anew. The keys are
// made in DIR/keys.unfinished and stand in DIR/keys when all is done: after a power cut before, it is done again.
// Errors: those of rebuild_keys(); conflict, where there are keys.
Result<TrustDocument> rebuild_lost_keys(const CollectorOptions& options, WallTime now,
                                        Random& random);
// Keeps a copy of the trust document beside the data, so that backups have it.
Result<> remember_trust(WriteQueue& queue, const Keyring& keys);
// The token in DIR/admin.token; nothing where that file was moved away. Errors: it cannot be read.
Result<std::optional<std::string>> admin_token(const std::string& data);
// Puts this start's address and trust document into DIR/admin.token, where that file still is: their
// version, unless it has seen a newer one, and the hash of the root keys that signed it. Errors: it is there, and
// cannot be read or written; it is as it was then.
Result<> update_admin_token(const std::string& data, const std::string& url, const Keyring& keys);

}  // namespace afterword::collector
