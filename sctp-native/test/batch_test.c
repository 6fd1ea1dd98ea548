/* The grouping of batches, over a kernel of our own that takes and gives what each test tells it to. */
#include "batch.h"

#include <errno.h>
#include <linux/sock_diag.h>

#include "check.h"
#include "linux_sctp.h"
#include "message.h"

int __wrap_sendmmsg(int fd, struct mmsghdr *headers, unsigned count, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags);
int __wrap_recvmmsg(int fd, struct mmsghdr *headers, unsigned count, int flags, struct timespec *timeout);
int __wrap_getsockopt(int fd, int level, int option, void *value, socklen_t *length);
int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length);

enum { CAPACITY = 2048, FLAGS = MSG_NOSIGNAL | MSG_DONTWAIT };

static const struct sctpjava_extent ANYWHERE = {.start = 0, .length = UINT64_MAX};

/* The sending half of the kernel. */
static struct {
    int accepts; /* messages it takes before it fails */
    int failure;
    uint32_t send_buffer;
    uint32_t queued;
    int calls;
    int count;
    struct {
        int64_t tag;
        int32_t association_id;
        int flags;
    } log[CAPACITY];
    int flushes;
    int32_t flushed[CAPACITY];
} kernel;

int __wrap_sendmmsg(int fd, struct mmsghdr *headers, unsigned count, int flags) {
    (void)fd;
    CHECK(count <= 64);
    kernel.calls++;
    int taken = 0;
    while (taken < (int)count && kernel.count < kernel.accepts) {
        struct msghdr *header = &headers[taken].msg_hdr;
        struct sctp_sndinfo info;
        memcpy(&info, (char *)header->msg_control + CMSG_LEN(0), sizeof info);
        memcpy(&kernel.log[kernel.count].tag, header->msg_iov[0].iov_base, sizeof(int64_t));
        kernel.log[kernel.count].association_id = info.snd_assoc_id;
        kernel.log[kernel.count].flags = flags;
        kernel.count++;
        taken++;
    }
    if (taken == 0) {
        errno = kernel.failure;
        return -1;
    }
    return taken;
}

int __wrap_getsockopt(int fd, int level, int option, void *value, socklen_t *length) {
    (void)fd;
    CHECK_EQUAL(SOL_SOCKET, level);
    CHECK_EQUAL(SO_MEMINFO, option);
    uint32_t memory[SK_MEMINFO_VARS] = {0};
    memory[SK_MEMINFO_SNDBUF] = kernel.send_buffer;
    memory[SK_MEMINFO_WMEM_QUEUED] = kernel.queued;
    CHECK_EQUAL(sizeof memory, *length);
    memcpy(value, memory, sizeof memory);
    return 0;
}

int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length) {
    (void)fd;
    CHECK_EQUAL(SOL_SCTP, level);
    CHECK_EQUAL(SCTP_PEER_ADDR_PARAMS, option);
    struct sctp_paddrparams params;
    CHECK_EQUAL(sizeof params, length);
    memcpy(&params, value, sizeof params);
    CHECK_EQUAL(SPP_HB_DEMAND, params.spp_flags);
    kernel.flushed[kernel.flushes++] = params.spp_assoc_id;
    return 0;
}

static struct sctpjava_descriptor descriptors[CAPACITY];
static int64_t payloads[CAPACITY];

static void fresh_kernel(void) {
    memset(&kernel, 0, sizeof kernel);
    kernel.accepts = CAPACITY;
    kernel.failure = EAGAIN;
    kernel.send_buffer = UINT32_MAX / 2;
}

/* Messages to the associations that pattern gives by index, each with its index as its payload. */
static void batch(int count, int32_t (*pattern)(int)) {
    memset(descriptors, 0, sizeof descriptors);
    for (int i = 0; i < count; i++) {
        payloads[i] = i;
        descriptors[i].length = sizeof payloads[i];
        descriptors[i].payload_address = (uint64_t)(uintptr_t)&payloads[i];
        descriptors[i].association_id = pattern(i);
    }
}

static int32_t always_same(int i) {
    (void)i;
    return 7;
}

static int32_t by_turns(int i) {
    return i % 3;
}

static int32_t scattered(int i) {
    return (int32_t)((uint32_t)i * 2654435761u >> 27) - 5;
}

static int32_t all_different(int i) {
    return i * 65536;
}

/* Every message once, in order; MSG_MORE on exactly those that another to their association follows in the window. */
static void check_sent(int from, int count, int window) {
    CHECK_EQUAL(from + count, kernel.count);
    for (int i = from; i < from + count; i++) {
        int end = from + ((i - from) / window + 1) * window;
        end = end < from + count ? end : from + count;
        int followed = 0;
        for (int j = i + 1; j < end; j++) {
            followed |= descriptors[j].association_id == descriptors[i].association_id;
        }
        CHECK_EQUAL(i, kernel.log[i].tag);
        CHECK_EQUAL(descriptors[i].association_id, kernel.log[i].association_id);
        CHECK_EQUAL(FLAGS | (followed ? MSG_MORE : 0), kernel.log[i].flags);
    }
}

static void should_send_all_but_the_last_to_each_association_with_more(void) {
    int32_t (*patterns[])(int) = {always_same, by_turns, scattered, all_different};
    static const int counts[] = {0, 1, 2, 3, 63, 64, 65, 200, 512};
    for (size_t p = 0; p < 4; p++) {
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            fresh_kernel();
            batch(counts[c], patterns[p]);
            CHECK_EQUAL(counts[c], sctpjava_batch_send(3, descriptors, counts[c], 0, ANYWHERE));
            check_sent(0, counts[c], 512);
            CHECK_EQUAL(0, kernel.flushes);
        }
    }
}

static void should_take_few_calls_for_one_association(void) {
    fresh_kernel();
    batch(64, always_same);
    CHECK_EQUAL(64, sctpjava_batch_send(3, descriptors, 64, 0, ANYWHERE));
    CHECK_EQUAL(2, kernel.calls); /* 63 with MSG_MORE, one without */
}

static void should_close_a_window_where_the_send_buffer_ends(void) {
    fresh_kernel();
    kernel.send_buffer = 100000;
    kernel.queued = 100000 - 10 * (2 * 8 + 1536); /* room for ten */
    batch(25, always_same);
    CHECK_EQUAL(25, sctpjava_batch_send(3, descriptors, 25, 0, ANYWHERE));
    check_sent(0, 25, 10);
}

static void should_hold_nothing_back_when_there_is_no_room(void) {
    fresh_kernel();
    kernel.queued = kernel.send_buffer;
    batch(5, always_same);
    CHECK_EQUAL(5, sctpjava_batch_send(3, descriptors, 5, 0, ANYWHERE));
    check_sent(0, 5, 1);
}

static void should_not_cut_a_window_to_the_room_of_all_where_associations_have_their_own(void) {
    fresh_kernel();
    kernel.send_buffer = 10 * (2 * 8 + 1536); /* ten fit into an empty one */
    kernel.queued = 1000 * kernel.send_buffer;
    batch(25, always_same);
    CHECK_EQUAL(25, sctpjava_batch_send(3, descriptors, 25, SCTPJAVA_OWN_SEND_BUFFERS, ANYWHERE));
    check_sent(0, 25, 10);
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, descriptors, 25, 2, ANYWHERE));
}

static void should_send_each_message_once_however_often_it_must_stop(void) {
    for (int stop = 1; stop < 140; stop++) {
        fresh_kernel();
        kernel.accepts = stop;
        batch(140, scattered);
        CHECK_EQUAL(stop, sctpjava_batch_send(3, descriptors, 140, 0, ANYWHERE));
        CHECK_EQUAL(-EAGAIN, sctpjava_batch_send(3, descriptors + stop, 140 - stop, 0, ANYWHERE));
        kernel.accepts = CAPACITY;
        CHECK_EQUAL(140 - stop, sctpjava_batch_send(3, descriptors + stop, 140 - stop, 0, ANYWHERE));
        check_sent(stop, 140 - stop, 512);
        for (int i = 0; i < stop; i++) {
            CHECK_EQUAL(i, kernel.log[i].tag);
        }
    }
}

static void should_flush_the_associations_whose_messages_did_not_follow(void) {
    fresh_kernel();
    kernel.accepts = 4; /* of 0 1 2 0 1 2 0 1 2: association 0 was sent to twice, 1 and 2 once */
    kernel.failure = EINVAL;
    batch(9, by_turns);
    CHECK_EQUAL(4, sctpjava_batch_send(3, descriptors, 9, 0, ANYWHERE));
    CHECK_EQUAL(3, kernel.flushes);
    CHECK_EQUAL(0, kernel.flushed[0]);
    CHECK_EQUAL(2, kernel.flushed[1]);
    CHECK_EQUAL(1, kernel.flushed[2]);
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, descriptors + 4, 5, 0, ANYWHERE));
    CHECK_EQUAL(3, kernel.flushes);
}

static void should_send_what_stands_before_a_message_it_refuses(void) {
    fresh_kernel();
    batch(5, always_same);
    descriptors[2].pr_policy = 9;
    CHECK_EQUAL(2, sctpjava_batch_send(3, descriptors, 5, 0, ANYWHERE));
    CHECK_EQUAL(1, kernel.flushes);
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, descriptors + 2, 3, 0, ANYWHERE));
    descriptors[2].pr_policy = 0;
    descriptors[2].length = -1;
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, descriptors + 2, 3, 0, ANYWHERE));
    CHECK_EQUAL(2, sctpjava_batch_send(3, descriptors + 3, 2, 0, ANYWHERE));
    CHECK_EQUAL(4, kernel.count);
}

/* The receiving half: messages in order, notifications where index % 10 == 9. */
static struct {
    int available;
    int ends; /* then the end of the stream, again and again */
    int failure;
    int calls;
    int given;
    int pending; /* an error that the kernel has not told yet */
    int waits;
} source;

ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags) {
    (void)fd;
    CHECK_EQUAL(source.waits && source.given == 0 ? 0 : MSG_DONTWAIT, flags);
    CHECK_EQUAL(128, header->msg_controllen);
    source.calls++;
    header->msg_controllen = 0;
    header->msg_flags = 0;
    if (source.given < source.available) {
        CHECK_EQUAL(sizeof payloads[0], header->msg_iov[0].iov_len);
        int64_t index = source.given++;
        memcpy(header->msg_iov[0].iov_base, &index, sizeof index);
        header->msg_flags = MSG_EOR | (index % 10 == 9 ? MSG_NOTIFICATION : 0);
        return sizeof index;
    }
    if (source.ends) {
        return 0;
    }
    errno = source.failure;
    return -1;
}

/* As the kernel has it: a pending error comes first, and one behind messages is kept for the next call. */
int __wrap_recvmmsg(int fd, struct mmsghdr *headers, unsigned count, int flags, struct timespec *timeout) {
    CHECK(timeout == NULL);
    CHECK(count > 1 && count <= 64);
    if (source.pending != 0) {
        errno = source.pending;
        source.pending = 0;
        return -1;
    }
    for (unsigned i = 0; i < count; i++) {
        int waitless = (flags & MSG_WAITFORONE) != 0 && i > 0 ? MSG_DONTWAIT : 0;
        ssize_t received = __wrap_recvmsg(fd, &headers[i].msg_hdr, (flags & ~MSG_WAITFORONE) | waitless);
        if (received < 0 && i == 0) {
            return -1;
        }
        if (received < 0) {
            source.pending = errno == EAGAIN ? 0 : errno;
            return (int)i;
        }
        headers[i].msg_len = (unsigned)received;
    }
    return (int)count;
}

static void slots(int count) {
    batch(count, always_same);
    for (int i = 0; i < count; i++) {
        payloads[i] = -1;
        descriptors[i].user_data = i;
        descriptors[i].pr_value = 5;
    }
    memset(&source, 0, sizeof source);
    source.failure = EAGAIN;
}

static void check_received(int count) {
    for (int i = 0; i < count; i++) {
        CHECK_EQUAL(i, payloads[i]);
        CHECK_EQUAL(8, descriptors[i].length);
        CHECK_EQUAL(
                SCTPJAVA_COMPLETE | (i % 10 == 9 ? SCTPJAVA_NOTIFICATION : 0), descriptors[i].flags);
        CHECK_EQUAL(i, descriptors[i].user_data);
        CHECK_EQUAL(5, descriptors[i].pr_value);
        CHECK(descriptors[i].receive_time_nanos > 0);
    }
}

static void should_receive_until_nothing_more_is_there(void) {
    static const int available[] = {1, 63, 64, 65, 128, 150, 200};
    for (size_t a = 0; a < sizeof available / sizeof available[0]; a++) {
        slots(150);
        source.available = available[a];
        int expected = available[a] < 150 ? available[a] : 150;
        CHECK_EQUAL(expected, sctpjava_batch_receive(3, descriptors, 150, 0, ANYWHERE));
        check_received(expected);
    }
    slots(10);
    CHECK_EQUAL(-EAGAIN, sctpjava_batch_receive(3, descriptors, 10, 0, ANYWHERE));
    CHECK_EQUAL(0, sctpjava_batch_receive(3, descriptors, 0, 0, ANYWHERE));
}

static void should_stop_at_the_end_of_the_stream(void) {
    for (int available = 0; available < 140; available++) {
        slots(140);
        source.available = available;
        source.ends = 1;
        CHECK_EQUAL(available + 1, sctpjava_batch_receive(3, descriptors, 140, 0, ANYWHERE));
        check_received(available);
        CHECK_EQUAL(SCTPJAVA_END_OF_STREAM, descriptors[available].flags);
        CHECK_EQUAL(0, descriptors[available].length);
        CHECK(source.calls <= available + 64);
    }
}

static void should_report_an_error_behind_the_messages(void) {
    slots(100);
    source.available = 8; /* as many as are asked for first */
    source.failure = ECONNRESET;
    CHECK_EQUAL(9, sctpjava_batch_receive(3, descriptors, 100, 0, ANYWHERE));
    check_received(8);
    CHECK_EQUAL(SCTPJAVA_FAILED, descriptors[8].flags);
    CHECK_EQUAL(-ECONNRESET, descriptors[8].length);
    slots(100);
    source.available = 64;
    source.failure = ECONNRESET;
    CHECK_EQUAL(64, sctpjava_batch_receive(3, descriptors, 100, 0, ANYWHERE));
    check_received(64);
    CHECK_EQUAL(-ECONNRESET, sctpjava_batch_receive(3, descriptors, 100, 0, ANYWHERE));
    slots(100);
    source.failure = ECONNRESET;
    CHECK_EQUAL(-ECONNRESET, sctpjava_batch_receive(3, descriptors, 100, 0, ANYWHERE));
}

static void should_receive_what_came_ahead_of_a_pending_error(void) {
    for (int available = 1; available < 30; available++) {
        for (int ends = 0; ends < 2; ends++) {
            slots(20);
            source.available = available;
            source.pending = ECONNRESET;
            source.ends = ends;
            int room = available < 19 ? available : 19;
            CHECK_EQUAL(room + 1, sctpjava_batch_receive(3, descriptors, 20, 0, ANYWHERE));
            check_received(room);
            CHECK_EQUAL(SCTPJAVA_FAILED, descriptors[room].flags);
            CHECK_EQUAL(-ECONNRESET, descriptors[room].length);
        }
    }
    slots(20);
    source.pending = ECONNRESET;
    CHECK_EQUAL(-ECONNRESET, sctpjava_batch_receive(3, descriptors, 20, 0, ANYWHERE));
    slots(1);
    source.available = 1;
    source.pending = ECONNRESET;
    CHECK_EQUAL(1, sctpjava_batch_receive(3, descriptors, 1, 0, ANYWHERE));
    check_received(1);
}

static void should_wait_for_the_first_message_only(void) {
    slots(100);
    source.available = 90;
    source.waits = 1;
    CHECK_EQUAL(90, sctpjava_batch_receive(3, descriptors, 100, SCTPJAVA_RECEIVE_WAIT, ANYWHERE));
    check_received(90);
    slots(1);
    source.available = 1;
    source.waits = 1;
    CHECK_EQUAL(1, sctpjava_batch_receive(3, descriptors, 1, SCTPJAVA_RECEIVE_WAIT, ANYWHERE));
    slots(100);
    source.available = 5;
    source.failure = EAGAIN;
    source.pending = ECONNRESET; /* known before anything is waited for: then nothing is */
    CHECK_EQUAL(6, sctpjava_batch_receive(3, descriptors, 100, SCTPJAVA_RECEIVE_WAIT, ANYWHERE));
    CHECK_EQUAL(SCTPJAVA_FAILED, descriptors[5].flags);
}

static void should_refuse_bad_arguments(void) {
    char *misaligned = (char *)descriptors + 4;
    CHECK_EQUAL(-EFAULT, sctpjava_batch_send(3, NULL, 1, 0, ANYWHERE));
    CHECK_EQUAL(-EFAULT, sctpjava_batch_receive(3, NULL, 1, 0, ANYWHERE));
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, (void *)misaligned, 1, 0, ANYWHERE));
    CHECK_EQUAL(-EINVAL, sctpjava_batch_receive(3, (void *)misaligned, 1, 0, ANYWHERE));
    CHECK_EQUAL(-EINVAL, sctpjava_batch_send(3, descriptors, -1, 0, ANYWHERE));
    CHECK_EQUAL(-EINVAL, sctpjava_batch_receive(3, descriptors, -1, 0, ANYWHERE));
    CHECK_EQUAL(-EINVAL, sctpjava_batch_receive(3, descriptors, 1, 2, ANYWHERE));
    slots(2);
    source.available = 2;
    descriptors[0].length = -1;
    CHECK_EQUAL(-EINVAL, sctpjava_batch_receive(3, descriptors, 2, 0, ANYWHERE));
    CHECK_EQUAL(0, source.given);
}

/*
 * A descriptor names memory that is not the batch's: in front, behind, across the end, or with an address that wraps
 * around.
 */
static void should_refuse_payloads_that_lie_elsewhere(void) {
    slots(4);
    struct sctpjava_extent own = {.start = (uint64_t)(uintptr_t)payloads, .length = 3 * sizeof payloads[0]};
    uint64_t wrong[] = {own.start - 1, own.start + 2 * sizeof payloads[0] + 1, own.start + own.length, 0, UINT64_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fresh_kernel();
        slots(4);
        source.available = 4;
        descriptors[2].payload_address = wrong[i];
        CHECK_EQUAL(2, sctpjava_batch_send(3, descriptors, 3, 0, own));
        CHECK_EQUAL(2, kernel.count);
        CHECK_EQUAL(-EFAULT, sctpjava_batch_send(3, descriptors + 2, 1, 0, own));
        CHECK_EQUAL(2, sctpjava_batch_receive(3, descriptors, 3, 0, own));
        CHECK_EQUAL(2, source.given);
        CHECK_EQUAL(-EFAULT, sctpjava_batch_receive(3, descriptors + 2, 1, 0, own));
    }
    slots(4);
    descriptors[2].length = INT32_MAX;
    CHECK_EQUAL(-EFAULT, sctpjava_batch_receive(3, descriptors + 2, 1, 0, own));
    CHECK_EQUAL(-EFAULT, sctpjava_batch_receive(3, descriptors, 1, 0, (struct sctpjava_extent){0}));
}

/* What is refused is no error of the socket: it is told when it is the first, not behind the messages that came. */
static void should_tell_of_no_error_where_a_later_run_begins_with_what_is_refused(void) {
    slots(12);
    source.available = 12;
    struct sctpjava_extent own = {.start = (uint64_t)(uintptr_t)payloads, .length = 8 * sizeof payloads[0]};
    CHECK_EQUAL(8, sctpjava_batch_receive(3, descriptors, 12, 0, own));
    check_received(8);
    CHECK_EQUAL(-EFAULT, sctpjava_batch_receive(3, descriptors + 8, 4, 0, own));
    CHECK_EQUAL(8, source.given);
    fresh_kernel();
    slots(12);
    source.available = 12;
    descriptors[8].length = -1;
    CHECK_EQUAL(8, sctpjava_batch_receive(3, descriptors, 12, 0, ANYWHERE));
    check_received(8);
}

int main(void) {
    should_send_all_but_the_last_to_each_association_with_more();
    should_take_few_calls_for_one_association();
    should_close_a_window_where_the_send_buffer_ends();
    should_hold_nothing_back_when_there_is_no_room();
    should_not_cut_a_window_to_the_room_of_all_where_associations_have_their_own();
    should_send_each_message_once_however_often_it_must_stop();
    should_flush_the_associations_whose_messages_did_not_follow();
    should_send_what_stands_before_a_message_it_refuses();
    should_receive_until_nothing_more_is_there();
    should_stop_at_the_end_of_the_stream();
    should_report_an_error_behind_the_messages();
    should_receive_what_came_ahead_of_a_pending_error();
    should_wait_for_the_first_message_only();
    should_refuse_bad_arguments();
    should_refuse_payloads_that_lie_elsewhere();
    should_tell_of_no_error_where_a_later_run_begins_with_what_is_refused();
    return 0;
}
