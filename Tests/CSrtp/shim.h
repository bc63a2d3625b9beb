#include <srtp2/srtp.h>

// The profiles as functions: Swift sees no macros with casts.
static inline void oracle_use_gcm(srtp_policy_t *policy) {
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy->rtcp);
}
static inline void oracle_use_sha1_80(srtp_policy_t *policy) {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy->rtp);
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy->rtcp);
}
