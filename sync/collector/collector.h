// A whole collector in one object: storage, keys, server. What main.cpp runs, and what tests start.
#pragma once
#include <memory>
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/log/log.h"
#include "sync/collector/http/server.h"
#include "sync/collector/options.h"

namespace afterword::collector {

// What its server allows. What may arrive from one address grows with the connections that it may
// have, but is never less than one permitted body, nor more than what all may hold.
ServerLimits limits_of(const CollectorOptions& options);

class Collector {
 public:
  // Opens the data folder, or makes it at the first run, and binds the address; requests queue from
  // here on and are answered by run(). `clock`, `random` and `log` outlive it.
  //
  // Errors: conflict (another collector uses this folder, address in use), not_found and invalid
  // (keys or database missing beside the other: nothing is made anew), unsupported (data of a newer
  // version), io.
  static Result<std::unique_ptr<Collector>> open(const CollectorOptions& options,
                                                 const Clock& clock, Random& random, Log& log);
  ~Collector();

  // Serves on the calling thread until stop().
  void run();
  // Any thread, more than once; not from a signal handler.
  void stop();

  const std::string& url() const;
  // At the first run: a link that logs in once, within a day. Empty later.
  const std::string& login_link() const;
  // What it says when it serves. Where it is `kept` for others to read (a journal), the link is not
  // in it, but how to get one.
  std::string announcement(bool kept) const;

 private:
  struct Parts;
  explicit Collector(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace afterword::collector
