/* One message: converts descriptors to ancillary data and back, and sends or receives a message. */
#ifndef SCTPJAVA_MESSAGE_H
#define SCTPJAVA_MESSAGE_H

#include <stdint.h>
#include <sys/socket.h>

#include "descriptor.h"
#include "linux_sctp.h"

/* The ancillary data of one sent message. */
#define SCTPJAVA_SEND_CONTROL_CAPACITY                                             \
    (CMSG_SPACE(sizeof(struct sctp_sndinfo)) + CMSG_SPACE(sizeof(struct sctp_prinfo)) + \
     CMSG_SPACE(sizeof(struct sctp_authinfo)))

/*
 * All the ancillary data that the kernel may return for one message. With less space, it leaves out what does not fit.
 */
#define SCTPJAVA_RECEIVE_CONTROL_CAPACITY                                             \
    (CMSG_SPACE(sizeof(struct sctp_nxtinfo)) + CMSG_SPACE(sizeof(struct sctp_rcvinfo)) + \
     CMSG_SPACE(sizeof(struct sctp_sndrcvinfo)))

struct sctpjava_send_control {
    _Alignas(struct cmsghdr) char bytes[SCTPJAVA_SEND_CONTROL_CAPACITY];
};

struct sctpjava_receive_control {
    _Alignas(struct cmsghdr) char bytes[SCTPJAVA_RECEIVE_CONTROL_CAPACITY];
};

/* The flags of every send. */
#define SCTPJAVA_SEND_FLAGS (MSG_NOSIGNAL | MSG_DONTWAIT)

/* Flags for sctpjava_message_send. */
enum sctpjava_send_flag {
    SCTPJAVA_SEND_MORE = 0x1,
};

/* Flags for sctpjava_message_receive and sctpjava_batch_receive. */
enum sctpjava_receive_flag {
    SCTPJAVA_RECEIVE_WAIT = 0x1, /* for the first message, on a blocking descriptor */
};

/* Whether a descriptor may be dereferenced: -EFAULT for null, -EINVAL for a misaligned one, else 0. */
int sctpjava_message_check(const void *descriptor);

/*
 * A copy of a descriptor, taken once. Another thread may write to the original at any time, and what was checked must
 * be what is used.
 */
static inline struct sctpjava_descriptor sctpjava_message_snapshot(const struct sctpjava_descriptor *descriptor) {
    struct sctpjava_descriptor copy = *descriptor;
    /* A barrier: the compiler must not read the original again. */
    __asm__ __volatile__("" ::: "memory");
    return copy;
}

/* Points header at ancillary data for the descriptor, built in control. 0, or -EINVAL for an unknown PR policy. */
int sctpjava_message_encode(
        const struct sctpjava_descriptor *descriptor, struct sctpjava_send_control *control, struct msghdr *header);

/* Stores the information from recvmsg about a message of count bytes: all fields except the receive time. */
void sctpjava_message_decode(struct msghdr *header, int count, struct sctpjava_descriptor *descriptor);

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t sctpjava_message_clock(void);

/* Sends one message. If message is null the socket's defaults apply. Returns the bytes sent or -errno. */
int sctpjava_message_send(
        int fd, const void *payload, int length, const struct sctpjava_message *message, int flags);

/* Receives one message or a part of one. Returns its bytes (0 with END_OF_STREAM set at the end) or -errno. */
int sctpjava_message_receive(int fd, void *payload, int capacity, struct sctpjava_message *message, int flags);

#endif
