#include "batch.h"

#include <linux/sock_diag.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "linux_sctp.h"
#include "message.h"
#include "result.h"

/* Messages per system call, and per window of a send. They bound the stack usage. */
enum {
    CALL_CAPACITY = 64,
    FIRST_RUN = 8, /* received first: often there is little, and preparing each message's structs costs time */
    WINDOW_CAPACITY = 512,
    SEEN_CAPACITY = 2 * WINDOW_CAPACITY,
};

/* The associations that a window sends to: a hash set with linear probing, at most half full. */
struct seen {
    uint32_t mask;
    int32_t ids[SEEN_CAPACITY];
    bool taken[SEEN_CAPACITY];
};

static void seen_clear(struct seen *seen, int count) {
    uint32_t capacity = 2;
    while (capacity < 2 * (uint32_t)count) {
        capacity *= 2;
    }
    seen->mask = capacity - 1;
    memset(seen->taken, 0, capacity * sizeof seen->taken[0]);
}

/* Adds an association. Returns false if it was present. */
static bool seen_add(struct seen *seen, int32_t association_id) {
    uint32_t slot = ((uint32_t)association_id * 2654435769u) >> 16 & seen->mask;
    while (seen->taken[slot]) {
        if (seen->ids[slot] == association_id) {
            return false;
        }
        slot = (slot + 1) & seen->mask;
    }
    seen->taken[slot] = true;
    seen->ids[slot] = association_id;
    return true;
}

/* Marks the messages of a window that are followed by another one to the same association. */
static void mark_followed(const struct sctpjava_descriptor *descriptors, int count, bool *followed) {
    struct seen seen;
    seen_clear(&seen, count);
    for (int i = count; i-- > 0;) {
        followed[i] = (i + 1 < count && descriptors[i].association_id == descriptors[i + 1].association_id) ||
                      !seen_add(&seen, descriptors[i].association_id);
    }
}

/*
 * The maximum a message takes of the send buffer. The kernel charges the true size of its buffer (the data and about
 * 400 bytes of bookkeeping, rounded up to a power of two) and its own structs.
 */
static int64_t charge(const struct sctpjava_descriptor *descriptor) {
    return 2 * (int64_t)descriptor->length + 1536;
}

/*
 * The free space in the send buffer as the kernel counts it; 0 if the kernel does not report it. For separate send
 * buffers, the maximum.
 */
static int64_t room(int fd, int flags) {
    uint32_t memory[SK_MEMINFO_VARS] = {0};
    socklen_t length = sizeof memory;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &length) < 0) {
        return 0;
    }
    /* The queued bytes are those of all associations together. */
    int64_t queued = (flags & SCTPJAVA_OWN_SEND_BUFFERS) != 0 ? 0 : memory[SK_MEMINFO_WMEM_QUEUED];
    return (int64_t)memory[SK_MEMINFO_SNDBUF] - queued;
}

/* The longest run of messages that is certain to fit, at least one. */
static int window_length(int fd, const struct sctpjava_descriptor *descriptors, int count, int flags) {
    int limit = count < WINDOW_CAPACITY ? count : WINDOW_CAPACITY;
    if (limit == 1) {
        return 1;
    }
    int64_t left = room(fd, flags) - charge(&descriptors[0]);
    int length = 1;
    while (length < limit && (left -= charge(&descriptors[length])) >= 0) {
        length++;
    }
    return length;
}

/* Points the vector at a payload: 0, -EINVAL for a negative length, or -EFAULT if it is not within the payloads. */
static int locate(
        const struct sctpjava_descriptor *descriptor, const struct sctpjava_extent *payloads, struct iovec *vector) {
    if (descriptor->length < 0) {
        return -EINVAL;
    }
    uint64_t length = (uint64_t)descriptor->length;
    uint64_t offset = descriptor->payload_address - payloads->start; /* huge if it is before the payloads */
    if (length > payloads->length || offset > payloads->length - length) {
        return -EFAULT;
    }
    vector->iov_base = (void *)(uintptr_t)descriptor->payload_address;
    vector->iov_len = length;
    return 0;
}

/* Sends up to CALL_CAPACITY messages with the same flags in one call. Returns the number sent. */
static int send_run(
        int fd,
        const struct sctpjava_descriptor *descriptors,
        int count,
        int flags,
        const struct sctpjava_extent *payloads) {
    struct mmsghdr headers[CALL_CAPACITY];
    struct iovec vectors[CALL_CAPACITY];
    struct sctpjava_send_control controls[CALL_CAPACITY];
    for (int i = 0; i < count; i++) {
        struct sctpjava_descriptor descriptor = sctpjava_message_snapshot(&descriptors[i]);
        memset(&headers[i], 0, sizeof headers[i]);
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
        int refused = locate(&descriptor, payloads, &vectors[i]);
        if (refused == 0) {
            refused = sctpjava_message_encode(&descriptor, &controls[i], &headers[i].msg_hdr);
        }
        if (refused != 0) {
            if (i == 0) {
                return refused;
            }
            count = i; /* The messages before it are sent. It is refused when it is the first. */
        }
    }
    int sent;
    do {
        sent = sendmmsg(fd, headers, (unsigned)count, SCTPJAVA_SEND_FLAGS | flags);
    } while (sent < 0 && errno == EINTR);
    return sctpjava_result(sent);
}

/* The number of messages that may be sent in one call: consecutive ones with the same value of "followed". */
static int run_length(const bool *followed, int count) {
    int limit = count < CALL_CAPACITY ? count : CALL_CAPACITY;
    int length = 1;
    while (length < limit && followed[length] == followed[0]) {
        length++;
    }
    return length;
}

/*
 * The window ended early, on an error or because another thread took the buffer space. Messages that were sent with
 * MSG_MORE would wait for those that were not, which may never come. A heartbeat is a packet, and carries what waits.
 */
static void flush(int fd, const struct sctpjava_descriptor *descriptors, const bool *followed, int sent) {
    struct seen seen;
    seen_clear(&seen, sent);
    for (int i = sent; i-- > 0;) {
        if (seen_add(&seen, descriptors[i].association_id) && followed[i]) {
            struct sctp_paddrparams demand = {
                    .spp_assoc_id = descriptors[i].association_id, .spp_flags = SPP_HB_DEMAND};
            /* If the association is gone nothing waits in it, so a failure does not matter. */
            (void)setsockopt(fd, SOL_SCTP, SCTP_PEER_ADDR_PARAMS, &demand, sizeof demand);
        }
    }
}

static int send_window(
        int fd, const struct sctpjava_descriptor *descriptors, int count, const struct sctpjava_extent *payloads) {
    bool followed[WINDOW_CAPACITY];
    mark_followed(descriptors, count, followed);
    int total = 0;
    while (total < count) {
        int run = run_length(followed + total, count - total);
        int sent = send_run(fd, descriptors + total, run, followed[total] ? MSG_MORE : 0, payloads);
        total += sent > 0 ? sent : 0;
        if (sent < run) {
            flush(fd, descriptors, followed, total);
            return total > 0 ? total : sent;
        }
    }
    return total;
}

int sctpjava_batch_send(
        int fd, const struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads) {
    int refused = sctpjava_message_check(descriptors);
    if (refused != 0 || count < 0 || (flags & ~SCTPJAVA_OWN_SEND_BUFFERS) != 0) {
        return refused != 0 ? refused : -EINVAL;
    }
    int total = 0;
    while (total < count) {
        int window = window_length(fd, descriptors + total, count - total, flags);
        int sent = send_window(fd, descriptors + total, window, &payloads);
        if (sent < 0) {
            return total > 0 ? total : sent;
        }
        total += sent;
        if (sent < window) {
            break;
        }
    }
    return total;
}

static int receive_alone(int fd, struct mmsghdr *header, bool wait) {
    ssize_t received = recvmsg(fd, &header->msg_hdr, wait ? 0 : MSG_DONTWAIT);
    if (received < 0) {
        return -1;
    }
    header->msg_len = (unsigned)received;
    return 1;
}

/*
 * Receives messages into the descriptors' payloads with one call. Returns their number or -errno. At the end of the
 * stream there can be more than there were messages, as the kernel repeats the end.
 */
static int receive_run(
        int fd, struct sctpjava_descriptor *descriptors, int count, bool wait, const struct sctpjava_extent *payloads) {
    struct mmsghdr headers[CALL_CAPACITY];
    struct iovec vectors[CALL_CAPACITY];
    struct sctpjava_receive_control controls[CALL_CAPACITY];
    for (int i = 0; i < count; i++) {
        struct sctpjava_descriptor descriptor = sctpjava_message_snapshot(&descriptors[i]);
        int refused = locate(&descriptor, payloads, &vectors[i]);
        if (refused != 0) {
            if (i == 0) {
                return refused;
            }
            count = i; /* The messages before it are received. It is refused when it is the first. */
            break;
        }
        headers[i].msg_hdr = (struct msghdr){
                .msg_iov = &vectors[i],
                .msg_iovlen = 1,
                .msg_control = controls[i].bytes,
                .msg_controllen = sizeof controls[i].bytes,
        };
    }
    int received;
    do {
        received = count == 1
                ? receive_alone(fd, &headers[0], wait)
                : recvmmsg(fd, headers, (unsigned)count, wait ? MSG_WAITFORONE : MSG_DONTWAIT, NULL);
    } while (received < 0 && errno == EINTR);
    for (int i = 0; i < received; i++) {
        sctpjava_message_decode(&headers[i].msg_hdr, (int)headers[i].msg_len, &descriptors[i]);
        if ((descriptors[i].flags & SCTPJAVA_END_OF_STREAM) != 0) {
            return i + 1;
        }
    }
    return sctpjava_result(received);
}

/* The kernel reports this error only once, so it gets a descriptor of its own. */
static void fail(struct sctpjava_descriptor *descriptor, int failure) {
    descriptor->length = failure;
    descriptor->flags = SCTPJAVA_FAILED;
    descriptor->association_id = 0;
}

static bool ends(const struct sctpjava_descriptor *descriptor) {
    return (descriptor->flags & (SCTPJAVA_FAILED | SCTPJAVA_END_OF_STREAM)) != 0;
}

/* An unusable descriptor is not an error of the socket: nothing was received, and the next call reports it again. */
static bool is_refusal(int result) {
    return result == -EFAULT || result == -EINVAL;
}

/*
 * recvmmsg reports a pending error before the messages that arrived ahead of it; recvmsg returns the messages first. So
 * they are received one by one, as far as there is space for them and the error, which goes last. Without messages,
 * only the error.
 */
static int receive_before(
        int fd,
        struct sctpjava_descriptor *descriptors,
        int count,
        int failure,
        const struct sctpjava_extent *payloads) {
    int total = 0;
    while (total < count - 1 && receive_run(fd, &descriptors[total], 1, false, payloads) == 1 &&
           !ends(&descriptors[total])) {
        total++;
    }
    if (total == 0) {
        return failure;
    }
    fail(&descriptors[total], failure);
    return total + 1;
}

int sctpjava_batch_receive(
        int fd, struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads) {
    int refused = sctpjava_message_check(descriptors);
    if (refused != 0 || count < 0 || (flags & ~SCTPJAVA_RECEIVE_WAIT) != 0) {
        return refused != 0 ? refused : -EINVAL;
    }
    bool wait = (flags & SCTPJAVA_RECEIVE_WAIT) != 0;
    int total = 0;
    int result = 0;
    while (total < count) {
        int most = total == 0 ? FIRST_RUN : CALL_CAPACITY;
        int run = count - total < most ? count - total : most;
        result = receive_run(fd, descriptors + total, run, wait && total == 0, &payloads);
        if (result < 0 && result != -EAGAIN && run > 1) {
            result = receive_before(fd, descriptors + total, count - total, result, &payloads);
        }
        if (result < 0) {
            break;
        }
        total += result;
        if (result < run || ends(&descriptors[total - 1])) {
            break;
        }
    }
    if (result < 0 && result != -EAGAIN && !is_refusal(result) && total > 0) {
        fail(&descriptors[total++], result);
    }
    int64_t now = sctpjava_message_clock();
    for (int i = 0; i < total; i++) {
        descriptors[i].receive_time_nanos = now;
    }
    return total > 0 ? total : result;
}
