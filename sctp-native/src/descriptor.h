/*
 * The message descriptor: the layout that Java and C both read and write, in native byte order.
 *
 * A batch is an array of the 64-byte struct. The calls for one message take the 128-byte struct, which adds an address
 * and information about the next message. io.sctp.spi.MessageDescriptor is the Java side; a test of sctp-jni compares
 * the two.
 */
#ifndef SCTPJAVA_DESCRIPTOR_H
#define SCTPJAVA_DESCRIPTOR_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

enum sctpjava_descriptor_flag {
    SCTPJAVA_UNORDERED = 0x1,
    SCTPJAVA_COMPLETE = 0x2,
    SCTPJAVA_NOTIFICATION = 0x4,
    SCTPJAVA_END_OF_STREAM = 0x8,
    SCTPJAVA_NEXT_INFO = 0x10,
    SCTPJAVA_ADDRESS = 0x20,
    SCTPJAVA_ADDRESS_OVERRIDE = 0x40,
    SCTPJAVA_SACK_IMMEDIATELY = 0x80,
    SCTPJAVA_ABORT = 0x100,
    SCTPJAVA_EOF = 0x200,
    SCTPJAVA_SEND_ALL = 0x400,
    SCTPJAVA_AUTH_KEY = 0x800,
    SCTPJAVA_CONTROL_TRUNCATED = 0x1000,
    /* In a received batch only: the socket failed after the previous messages; length is -errno. */
    SCTPJAVA_FAILED = 0x2000,
    SCTPJAVA_DEFAULTS = 0x4000,
    /* An input to the receive of one message, which does not change it: the source address is not wanted. */
    SCTPJAVA_SOURCE_UNWANTED = 0x10000,
};

enum sctpjava_pr_policy {
    SCTPJAVA_PR_NONE = 0,
    SCTPJAVA_PR_LIFETIME = 1,
    SCTPJAVA_PR_RETRANSMISSIONS = 2,
    SCTPJAVA_PR_PRIORITY = 3,
};

struct sctpjava_descriptor {
    int32_t length;
    uint32_t flags;
    int32_t association_id;
    uint16_t stream;
    uint16_t ssn;
    uint32_t ppid; /* host order here; the kernel keeps it as the application gave it, so C converts */
    uint32_t tsn;
    uint32_t cumulative_tsn;
    uint32_t context;
    uint32_t pr_value;
    uint16_t pr_policy;
    uint16_t auth_key;
    uint64_t payload_address;
    int64_t receive_time_nanos; /* CLOCK_MONOTONIC, the clock of System.nanoTime */
    int64_t user_data;          /* for Java only: never touched here */
};

struct sctpjava_message {
    struct sctpjava_descriptor descriptor;
    union {
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
    uint32_t next_ppid;
    int32_t next_association_id;
    uint32_t next_length;
    uint16_t next_stream;
    uint16_t next_flags; /* SCTPJAVA_UNORDERED, SCTPJAVA_NOTIFICATION */
    uint8_t reserved[20];
};

_Static_assert(sizeof(struct sctpjava_descriptor) == 64, "a descriptor is one cache line");
_Static_assert(sizeof(struct sctpjava_message) == 128, "a message descriptor is two cache lines");

#endif
