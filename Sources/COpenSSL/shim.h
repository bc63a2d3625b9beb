#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/srtp.h>
#include <openssl/x509.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

// What OpenSSL offers only as a macro or with a variable argument list, which Swift cannot import.

static inline EVP_PKEY *venterum_make_p256_key(void) { return EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256"); }

static inline void venterum_set_lifetime(X509 *certificate, long fromSeconds, long toSeconds) {
    X509_gmtime_adj(X509_getm_notBefore(certificate), fromSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate), toSeconds);
}

static inline void venterum_limit_to_dtls12(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_QUERY_MTU | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET
        | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
}

// Any certificate will do here: what counts is its fingerprint, compared with the offer's after the handshake.
static inline int venterum_accept_any(int preverified, X509_STORE_CTX *store) { return 1; }

static inline void venterum_ask_for_certificate(SSL_CTX *context) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, venterum_accept_any);
}

static inline void venterum_use_mtu(SSL *session, long mtu) { SSL_set_mtu(session, mtu); }

// Microseconds until the handshake's next repetition; -1 when none is due.
static inline long venterum_dtls_timeout_us(SSL *session) {
    struct timeval left;
    if (!DTLSv1_get_timeout(session, &left)) return -1;
    return left.tv_sec * 1000000L + left.tv_usec;
}

static inline long venterum_dtls_handle_timeout(SSL *session) { return DTLSv1_handle_timeout(session); }

// A call cannot wait for the second that RFC 6347 section 4.2.4.1 begins with: 150 ms, doubled up to 1.2 s.
static inline unsigned int venterum_dtls_timer(SSL *session, unsigned int lastUs) {
    if (lastUs == 0) return 150000;
    return lastUs >= 600000 ? 1200000 : lastUs * 2;
}

static inline void venterum_use_quick_timer(SSL *session) { DTLS_set_timer_cb(session, venterum_dtls_timer); }

// An empty memory BIO says "try again", not "end of file".
static inline void venterum_never_ends(BIO *memory) { BIO_set_mem_eof_return(memory, -1); }

static inline long venterum_pending_bytes(BIO *memory, char **start) { return BIO_get_mem_data(memory, start); }
static inline void venterum_reset(BIO *memory) { (void)BIO_reset(memory); }
