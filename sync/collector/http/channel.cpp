#include "sync/collector/http/channel.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>

#include "sync/collector/http/openssl.h"

namespace afterword::collector {
namespace {

CountedSocket& socket_of(BIO* bio) { return *static_cast<CountedSocket*>(BIO_get_data(bio)); }

bool try_again() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

// OpenSSL's own socket BIO uses write(), which raises SIGPIPE.
int socket_write(BIO* bio, const char* bytes, int count) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent =
      ::send(socket_of(bio).descriptor, bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL);
  if (sent < 0 && try_again()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int socket_read(BIO* bio, char* bytes, int count) {
  BIO_clear_retry_flags(bio);
  CountedSocket& socket = socket_of(bio);
  const ssize_t received = ::recv(socket.descriptor, bytes, static_cast<std::size_t>(count), 0);
  if (received > 0) socket.received_bytes += static_cast<std::uint64_t>(received);
  if (received < 0 && try_again()) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long socket_control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int socket_create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

int choose_http_1_1(SSL*, const unsigned char** chosen, unsigned char* chosen_bytes,
                    const unsigned char* offered, unsigned offered_bytes, void*) {
  static constexpr unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* match = nullptr;
  if (SSL_select_next_proto(&match, chosen_bytes, kOurs, sizeof kOurs - 1, offered,
                            offered_bytes) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = match;
  return SSL_TLSEXT_ERR_OK;
}

bool use_chain(SSL_CTX* context, std::string_view pem) {
  const Own<BIO> in = memory(pem);
  bool first = true;
  while (X509* certificate = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)) {
    if (first) {
      const bool used = SSL_CTX_use_certificate(context, certificate) == 1;
      X509_free(certificate);
      if (!used) return false;
    } else if (SSL_CTX_add0_chain_cert(context, certificate) != 1) {
      X509_free(certificate);
      return false;
    }
    first = false;
  }
  ERR_clear_error();  // the end of the PEM is reported as an error
  return !first;
}

bool use_key(SSL_CTX* context, std::string_view pem) {
  const Own<BIO> in = memory(pem);
  EVP_PKEY* key = PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr);
  const bool used = key != nullptr && SSL_CTX_use_PrivateKey(context, key) == 1;
  EVP_PKEY_free(key);
  return used;
}

bool set_rules(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // Tickets let a kiosk come back cheaply; a cache here would only grow.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(context, choose_http_1_1, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1;
}

}  // namespace

Result<std::unique_ptr<TlsContext>> TlsContext::make(const TlsIdentity& identity) {
  std::unique_ptr<TlsContext> made(new TlsContext);
  made->context_ = SSL_CTX_new(TLS_server_method());
  made->socket_method_ = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
  if (made->context_ == nullptr || made->socket_method_ == nullptr)
    return fail(Failure::internal, "TLS cannot be set up");
  BIO_meth_set_write(made->socket_method_, socket_write);
  BIO_meth_set_read(made->socket_method_, socket_read);
  BIO_meth_set_ctrl(made->socket_method_, socket_control);
  BIO_meth_set_create(made->socket_method_, socket_create);
  if (!set_rules(made->context_)) return fail(Failure::internal, "TLS cannot be set up");
  if (!use_chain(made->context_, identity.certificate_pem))
    return fail(Failure::invalid, "the TLS certificate cannot be read or used", "certificate",
                "give PEM: the server's certificate first, then those that lead to its root");
  if (!use_key(made->context_, identity.key_pem))
    return fail(Failure::invalid, "the TLS key cannot be read, or is not the certificate's", "key",
                "give the PEM of the private key that the certificate was made for, without a "
                "passphrase");
  return made;
}

TlsContext::~TlsContext() {
  SSL_CTX_free(context_);
  BIO_meth_free(socket_method_);
}

std::unique_ptr<TlsChannel> TlsChannel::make(const TlsContext& context, int socket) {
  std::unique_ptr<TlsChannel> made(new TlsChannel);
  made->ssl_ = SSL_new(context.context_);
  BIO* bio = BIO_new(context.socket_method_);
  if (made->ssl_ == nullptr || bio == nullptr) {
    BIO_free(bio);
    return nullptr;
  }
  made->socket_.descriptor = socket;
  BIO_set_data(bio, &made->socket_);
  SSL_set_bio(made->ssl_, bio, bio);
  SSL_set_accept_state(made->ssl_);
  return made;
}

TlsChannel::~TlsChannel() { SSL_free(ssl_); }

TlsChannel::Io TlsChannel::handshake() {
  ERR_clear_error();
  return outcome_of_reading(SSL_do_handshake(ssl_));
}

TlsChannel::Io TlsChannel::read(std::span<char> into, std::size_t& count) {
  ERR_clear_error();
  return outcome_of_reading(SSL_read_ex(ssl_, into.data(), into.size(), &count));
}

TlsChannel::Io TlsChannel::write(std::string_view bytes, std::size_t& count) {
  ERR_clear_error();
  const int result = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count);
  return result == 1 ? Io::done : outcome(result);
}

void TlsChannel::say_goodbye() {
  // After a fatal error the session must not be touched again.
  if (broken_ || SSL_is_init_finished(ssl_) == 0) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
}

TlsChannel::Io TlsChannel::outcome_of_reading(int result) {
  if (result != 1) return outcome(result);
  read_bytes_ = socket_.received_bytes;
  return Io::done;
}

TlsChannel::Io TlsChannel::outcome(int result) {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      return Io::want_read;
    case SSL_ERROR_WANT_WRITE:
      return Io::want_write;
    case SSL_ERROR_ZERO_RETURN:
      return Io::ended;
    default:
      broken_ = true;
      return Io::broken;
  }
}

}  // namespace afterword::collector
