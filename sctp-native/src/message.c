#include "message.h"

#include <arpa/inet.h>
#include <stdalign.h>
#include <string.h>
#include <time.h>

#include "result.h"

_Static_assert(SCTPJAVA_RECEIVE_CONTROL_CAPACITY == 128, "NXTINFO, RCVINFO and SNDRCV take 128 bytes");

int sctpjava_message_check(const void *descriptor) {
    if (descriptor == NULL) {
        return -EFAULT;
    }
    return (uintptr_t)descriptor % alignof(struct sctpjava_descriptor) == 0 ? 0 : -EINVAL;
}

static uint16_t snd_flags(uint32_t flags) {
    unsigned snd = 0;
    snd |= (flags & SCTPJAVA_UNORDERED) != 0 ? SCTP_UNORDERED : 0;
    snd |= (flags & SCTPJAVA_ADDRESS_OVERRIDE) != 0 ? SCTP_ADDR_OVER : 0;
    snd |= (flags & SCTPJAVA_SACK_IMMEDIATELY) != 0 ? SCTP_SACK_IMMEDIATELY : 0;
    snd |= (flags & SCTPJAVA_ABORT) != 0 ? SCTP_ABORT : 0;
    snd |= (flags & SCTPJAVA_EOF) != 0 ? SCTP_EOF : 0;
    snd |= (flags & SCTPJAVA_SEND_ALL) != 0 ? SCTP_SENDALL : 0;
    return (uint16_t)snd;
}

static void append(struct msghdr *header, int type, const void *data, size_t length) {
    struct cmsghdr *cmsg = (struct cmsghdr *)(void *)((char *)header->msg_control + header->msg_controllen);
    cmsg->cmsg_level = IPPROTO_SCTP;
    cmsg->cmsg_type = type;
    cmsg->cmsg_len = CMSG_LEN(length);
    memset(CMSG_DATA(cmsg), 0, CMSG_SPACE(length) - CMSG_LEN(0)); /* the padding too: no stack content leaks */
    memcpy(CMSG_DATA(cmsg), data, length);
    header->msg_controllen += CMSG_SPACE(length);
}

int sctpjava_message_encode(
        const struct sctpjava_descriptor *descriptor, struct sctpjava_send_control *control, struct msghdr *header) {
    static const uint16_t policies[] = {
            [SCTPJAVA_PR_NONE] = SCTP_PR_SCTP_NONE,
            [SCTPJAVA_PR_LIFETIME] = SCTP_PR_SCTP_TTL,
            [SCTPJAVA_PR_RETRANSMISSIONS] = SCTP_PR_SCTP_RTX,
            [SCTPJAVA_PR_PRIORITY] = SCTP_PR_SCTP_PRIO,
    };
    header->msg_control = control->bytes;
    header->msg_controllen = 0;
    if ((descriptor->flags & SCTPJAVA_DEFAULTS) != 0) {
        return 0;
    }
    if (descriptor->pr_policy >= sizeof policies / sizeof policies[0]) {
        return -EINVAL;
    }

    struct sctp_sndinfo info = {
            .snd_sid = descriptor->stream,
            .snd_flags = snd_flags(descriptor->flags),
            .snd_ppid = htonl(descriptor->ppid),
            .snd_context = descriptor->context,
            .snd_assoc_id = descriptor->association_id,
    };
    append(header, SCTP_SNDINFO, &info, sizeof info);

    if (descriptor->pr_policy != SCTPJAVA_PR_NONE) {
        struct sctp_prinfo reliability;
        memset(&reliability, 0, sizeof reliability); /* its padding as well */
        reliability.pr_policy = policies[descriptor->pr_policy];
        reliability.pr_value = descriptor->pr_value;
        append(header, SCTP_PRINFO, &reliability, sizeof reliability);
    }
    if ((descriptor->flags & SCTPJAVA_AUTH_KEY) != 0) {
        struct sctp_authinfo authentication = {.auth_keynumber = descriptor->auth_key};
        append(header, SCTP_AUTHINFO, &authentication, sizeof authentication);
    }
    return 0;
}

static uint32_t receive_flags(const struct msghdr *header, int count) {
    uint32_t flags = 0;
    flags |= (header->msg_flags & MSG_EOR) != 0 ? SCTPJAVA_COMPLETE : 0;
    flags |= (header->msg_flags & MSG_NOTIFICATION) != 0 ? SCTPJAVA_NOTIFICATION : 0;
    flags |= (header->msg_flags & MSG_CTRUNC) != 0 ? SCTPJAVA_CONTROL_TRUNCATED : 0;
    flags |= count == 0 && (flags & (SCTPJAVA_COMPLETE | SCTPJAVA_NOTIFICATION)) == 0 ? SCTPJAVA_END_OF_STREAM : 0;
    return flags;
}

/* The first ancillary datum of a type, if it is complete. */
static const void *find(struct msghdr *header, int type, size_t length) {
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(header); cmsg != NULL; cmsg = CMSG_NXTHDR(header, cmsg)) {
        if (cmsg->cmsg_level == IPPROTO_SCTP && cmsg->cmsg_type == type && cmsg->cmsg_len >= CMSG_LEN(length)) {
            return CMSG_DATA(cmsg);
        }
    }
    return NULL;
}

/* RCVINFO, or the older SNDRCV with the same content, or zeros, as for notifications. */
static struct sctp_rcvinfo receive_info(struct msghdr *header) {
    struct sctp_rcvinfo info = {0};
    const void *found = find(header, SCTP_RCVINFO, sizeof info);
    if (found != NULL) {
        memcpy(&info, found, sizeof info);
        return info;
    }
    struct sctp_sndrcvinfo older = {0};
    found = find(header, SCTP_SNDRCV, sizeof older);
    if (found != NULL) {
        memcpy(&older, found, sizeof older);
    }
    info = (struct sctp_rcvinfo){
            .rcv_sid = older.sinfo_stream,
            .rcv_ssn = older.sinfo_ssn,
            .rcv_flags = older.sinfo_flags,
            .rcv_ppid = older.sinfo_ppid,
            .rcv_tsn = older.sinfo_tsn,
            .rcv_cumtsn = older.sinfo_cumtsn,
            .rcv_context = older.sinfo_context,
            .rcv_assoc_id = older.sinfo_assoc_id,
    };
    return info;
}

void sctpjava_message_decode(struct msghdr *header, int count, struct sctpjava_descriptor *descriptor) {
    struct sctp_rcvinfo info = receive_info(header);
    descriptor->length = count;
    descriptor->flags = receive_flags(header, count);
    descriptor->flags |= (info.rcv_flags & SCTP_UNORDERED) != 0 ? SCTPJAVA_UNORDERED : 0;
    descriptor->association_id = info.rcv_assoc_id;
    descriptor->stream = info.rcv_sid;
    descriptor->ssn = info.rcv_ssn;
    descriptor->ppid = ntohl(info.rcv_ppid);
    descriptor->tsn = info.rcv_tsn;
    descriptor->cumulative_tsn = info.rcv_cumtsn;
    descriptor->context = info.rcv_context;
}

static void decode_next(struct msghdr *header, struct sctpjava_message *message) {
    const void *found = find(header, SCTP_NXTINFO, sizeof(struct sctp_nxtinfo));
    if (found == NULL) {
        return;
    }
    struct sctp_nxtinfo next;
    memcpy(&next, found, sizeof next);
    message->descriptor.flags |= SCTPJAVA_NEXT_INFO;
    message->next_ppid = ntohl(next.nxt_ppid);
    message->next_association_id = next.nxt_assoc_id;
    message->next_length = next.nxt_length;
    message->next_stream = next.nxt_sid;
    message->next_flags = (uint16_t)(((next.nxt_flags & SCTP_UNORDERED) != 0 ? SCTPJAVA_UNORDERED : 0) |
                                     ((next.nxt_flags & SCTP_NOTIFICATION) != 0 ? SCTPJAVA_NOTIFICATION : 0));
}

int64_t sctpjava_message_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * Makes the message's address the destination. If another thread changes the family meanwhile, the length is that of
 * another family, and still fits.
 */
static int address(const struct sctpjava_message *message, struct msghdr *header) {
    switch (message->address.v4.sin_family) {
        case AF_INET:
            header->msg_namelen = sizeof message->address.v4;
            break;
        case AF_INET6:
            header->msg_namelen = sizeof message->address.v6;
            break;
        default:
            return -EAFNOSUPPORT;
    }
    header->msg_name = (void *)(uintptr_t)&message->address;
    return 0;
}

/* With no information about the message, the kernel has less to read. */
static ssize_t send_by_default(int fd, const void *payload, size_t length, int flags) {
    ssize_t sent;
    do {
        sent = send(fd, payload, length, flags);
    } while (sent < 0 && errno == EINTR);
    return sent;
}

int sctpjava_message_send(
        int fd, const void *payload, int length, const struct sctpjava_message *message, int flags) {
    if (length < 0 || (flags & ~SCTPJAVA_SEND_MORE) != 0) {
        return -EINVAL;
    }
    int all_flags = SCTPJAVA_SEND_FLAGS | ((flags & SCTPJAVA_SEND_MORE) != 0 ? MSG_MORE : 0);
    if (message == NULL) {
        return sctpjava_result(send_by_default(fd, payload, (size_t)length, all_flags));
    }
    struct sctpjava_send_control control;
    struct iovec vector = {.iov_base = (void *)(uintptr_t)payload, .iov_len = (size_t)length};
    struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1};
    int refused = sctpjava_message_check(message);
    if (refused != 0) {
        return refused;
    }
    struct sctpjava_descriptor descriptor = sctpjava_message_snapshot(&message->descriptor);
    refused = sctpjava_message_encode(&descriptor, &control, &header);
    if (refused == 0 && (descriptor.flags & SCTPJAVA_ADDRESS) != 0) {
        refused = address(message, &header);
    }
    if (refused != 0) {
        return refused;
    }
    ssize_t sent;
    do {
        sent = sendmsg(fd, &header, all_flags);
    } while (sent < 0 && errno == EINTR);
    return sctpjava_result(sent);
}

int sctpjava_message_receive(int fd, void *payload, int capacity, struct sctpjava_message *message, int flags) {
    int refused = sctpjava_message_check(message);
    if (refused != 0 || capacity < 0 || (flags & ~SCTPJAVA_RECEIVE_WAIT) != 0) {
        return refused != 0 ? refused : -EINVAL;
    }
    struct sctpjava_receive_control control;
    struct iovec vector = {.iov_base = payload, .iov_len = (size_t)capacity};
    uint32_t unwanted = message->descriptor.flags & SCTPJAVA_SOURCE_UNWANTED;
    struct msghdr header = {
            .msg_name = unwanted != 0 ? NULL : &message->address,
            .msg_namelen = unwanted != 0 ? 0 : sizeof message->address,
            .msg_iov = &vector,
            .msg_iovlen = 1,
            .msg_control = control.bytes,
            .msg_controllen = sizeof control.bytes,
    };
    ssize_t received;
    do {
        received = recvmsg(fd, &header, (flags & SCTPJAVA_RECEIVE_WAIT) != 0 ? 0 : MSG_DONTWAIT);
    } while (received < 0 && errno == EINTR);
    if (received < 0) {
        return -errno;
    }
    sctpjava_message_decode(&header, (int)received, &message->descriptor);
    message->descriptor.flags |= unwanted;
    if (header.msg_namelen > 0 && header.msg_namelen <= sizeof message->address) {
        message->descriptor.flags |= SCTPJAVA_ADDRESS;
    }
    decode_next(&header, message);
    return (int)received;
}
