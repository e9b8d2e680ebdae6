// TLS on a non-blocking socket, by OpenSSL. The socket's owner waits; this only tries.
//
// Writing to a socket that the other side has closed raises no SIGPIPE here. A waiting connection
// keeps about 10 KiB: buffers are given back between records.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "sync/base/core/result.h"
#include "sync/collector/http/tls.h"

struct ssl_st;
struct ssl_ctx_st;
struct bio_method_st;

namespace afterword::collector {

// What all connections of a server share: certificate, key, protocol rules (TLS 1.3,
// no compression, ALPN http/1.1). Outlives its channels.
class TlsContext {
 public:
  // Errors: invalid (certificate or key unreadable, or not a pair).
  static Result<std::unique_ptr<TlsContext>> make(const TlsIdentity& identity);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

 private:
  friend class TlsChannel;
  TlsContext() = default;
  ssl_ctx_st* context_ = nullptr;
  bio_method_st* socket_method_ = nullptr;
};

// A socket, and how much has been read from it.
struct CountedSocket {
  int descriptor = -1;
  std::uint64_t received_bytes = 0;
};

class TlsChannel {
 public:
  // done: it worked. want_*: wait until the socket can, then call again with the same arguments.
  // ended: the other side is finished. broken: nothing more can be done with it.
  enum class Io { done, want_read, want_write, ended, broken };

  // `socket` is non-blocking, stays the caller's, and outlives the channel. Nothing if out of
  // memory.
  static std::unique_ptr<TlsChannel> make(const TlsContext& context, int socket);
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  Io handshake();
  Io read(std::span<char> into, std::size_t& count);
  Io write(std::string_view bytes, std::size_t& count);  // may take only a part
  void say_goodbye();                                    // close_notify, if the socket takes it

  // Bytes that have come, encrypted, since the handshake or the last read() that gave something: of
  // a record, of up to 16 KiB, that is not whole yet (or of records that hold nothing).
  std::uint64_t hidden_bytes() const { return socket_.received_bytes - read_bytes_; }

 private:
  TlsChannel() = default;
  Io outcome(int result);
  Io outcome_of_reading(int result);
  CountedSocket socket_;
  std::uint64_t read_bytes_ = 0;  // of the socket's, when reading last gave something
  ssl_st* ssl_ = nullptr;
  bool broken_ = false;
};

}  // namespace afterword::collector
