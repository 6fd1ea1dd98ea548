/*
 * Prints what a kernel offers: each SCTP option with its default on a new one-to-many socket, or the error, and the
 * stream schedulers. Lines `option NAME VALUE` and `scheduler NAME VALUE`.
 */
#include "survey.h"

enum { VALUE_BYTES = 512, WORD = 4 };

struct name {
    int number;
    const char *name;
};

#define NAMED(constant) {constant, #constant}

/* The options that can be read on a socket without an association. */
static const struct name options[] = {
    NAMED(SCTP_RTOINFO), NAMED(SCTP_ASSOCINFO), NAMED(SCTP_INITMSG), NAMED(SCTP_NODELAY), NAMED(SCTP_AUTOCLOSE),
    NAMED(SCTP_ADAPTATION_LAYER), NAMED(SCTP_DISABLE_FRAGMENTS), NAMED(SCTP_PEER_ADDR_PARAMS),
    NAMED(SCTP_DEFAULT_SEND_PARAM), NAMED(SCTP_EVENTS), NAMED(SCTP_I_WANT_MAPPED_V4_ADDR), NAMED(SCTP_MAXSEG),
    NAMED(SCTP_DELAYED_SACK), NAMED(SCTP_FRAGMENT_INTERLEAVE), NAMED(SCTP_PARTIAL_DELIVERY_POINT),
    NAMED(SCTP_MAX_BURST), NAMED(SCTP_HMAC_IDENT), NAMED(SCTP_AUTO_ASCONF), NAMED(SCTP_PEER_ADDR_THLDS),
    NAMED(SCTP_PEER_ADDR_THLDS_V2), NAMED(SCTP_RECVRCVINFO), NAMED(SCTP_RECVNXTINFO), NAMED(SCTP_DEFAULT_SNDINFO),
    NAMED(SCTP_PR_SUPPORTED), NAMED(SCTP_DEFAULT_PRINFO), NAMED(SCTP_RECONFIG_SUPPORTED),
    NAMED(SCTP_ENABLE_STREAM_RESET), NAMED(SCTP_STREAM_SCHEDULER), NAMED(SCTP_INTERLEAVING_SUPPORTED),
    NAMED(SCTP_REUSE_PORT), NAMED(SCTP_ASCONF_SUPPORTED), NAMED(SCTP_AUTH_SUPPORTED), NAMED(SCTP_ECN_SUPPORTED),
    NAMED(SCTP_EXPOSE_POTENTIALLY_FAILED_STATE), NAMED(SCTP_REMOTE_UDP_ENCAPS_PORT),
    NAMED(SCTP_PLPMTUD_PROBE_INTERVAL),
};

/* By number, since older headers lack the last two. */
static const struct name schedulers[] = {
    {0, "first come, first served"}, {1, "priorities"}, {2, "round robin"}, {3, "fair capacity"},
    {4, "weighted fair queueing"},
};

/* Whether the next 32-bit word of a value, or the rest of it, is 0. */
static bool is_zero(const unsigned char *at, socklen_t left) {
    return !memcmp(at, "\0\0\0\0", left < WORD ? left : WORD);
}

/* Prints the 32-bit words of a value; a run of zeros as `0*N`. */
static void print_words(const unsigned char *value, socklen_t length) {
    for (socklen_t at = 0; at < length;) {
        uint32_t word = 0;
        socklen_t zeros = 0;
        while (at + zeros * WORD < length && is_zero(value + at + zeros * WORD, length - at - zeros * WORD)) zeros++;
        if (zeros > 2) {
            printf("%s0*%u", at ? " " : "", zeros);
            at += zeros * WORD;
            continue;
        }
        memcpy(&word, value + at, length - at < WORD ? length - at : WORD);
        printf("%s%u", at ? " " : "", word);
        at += WORD;
    }
    putchar('\n');
}

int main(void) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        unsigned char value[VALUE_BYTES] = {0};
        socklen_t length = sizeof value;
        int fresh = socket(AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP);
        if (fresh < 0) fail("socket");
        printf("option\t%s\t", options[i].name);
        if (getsockopt(fresh, IPPROTO_SCTP, options[i].number, value, &length)) {
            printf("%s\n", strerrorname_np(errno));
        } else {
            print_words(value, length);
        }
        close(fresh);
    }
    for (size_t i = 0; i < sizeof schedulers / sizeof *schedulers; i++) {
        struct sctp_assoc_value value = {.assoc_id = SCTP_FUTURE_ASSOC, .assoc_value = (uint32_t)schedulers[i].number};
        int fresh = socket(AF_INET, SOCK_SEQPACKET, IPPROTO_SCTP);
        int answer = setsockopt(fresh, IPPROTO_SCTP, SCTP_STREAM_SCHEDULER, &value, sizeof value);
        printf("scheduler\t%s\t%s\n", schedulers[i].name, answer ? strerrorname_np(errno) : "yes");
        close(fresh);
    }
    return 0;
}
