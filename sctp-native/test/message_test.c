/* Descriptors to ancillary data and back, byte for byte, with the kernel's calls taken over. */
#include "message.h"

#include <arpa/inet.h>
#include <errno.h>

#include "check.h"

ssize_t __wrap_send(int fd, const void *payload, size_t length, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *header, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags);

/* What send or sendmsg was given last. */
static struct {
    int calls;
    int flags;
    size_t control_length;
    char control[256];
    socklen_t name_length;
    char name[128];
    size_t length;
} sent;

ssize_t __wrap_send(int fd, const void *payload, size_t length, int flags) {
    struct iovec vector = {.iov_base = (void *)(uintptr_t)payload, .iov_len = length};
    struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1};
    return __wrap_sendmsg(fd, &header, flags);
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *header, int flags) {
    (void)fd;
    sent.calls++;
    sent.flags = flags;
    sent.control_length = header->msg_controllen;
    if (header->msg_controllen > 0) {
        memcpy(sent.control, header->msg_control, header->msg_controllen);
    }
    sent.name_length = header->msg_namelen;
    if (header->msg_namelen > 0) {
        memcpy(sent.name, header->msg_name, header->msg_namelen);
    }
    sent.length = header->msg_iov[0].iov_len;
    if (sent.calls == 1) {
        errno = EINTR;
        return -1;
    }
    return (ssize_t)sent.length;
}

/* What recvmsg is to say. */
static struct {
    ssize_t result;
    int flags;
    const void *control;
    size_t control_length;
    const void *name;
    socklen_t name_length;
    int waits;
} arriving;

ssize_t __wrap_recvmsg(int fd, struct msghdr *header, int flags) {
    (void)fd;
    CHECK_EQUAL(arriving.waits ? 0 : MSG_DONTWAIT, flags);
    CHECK_EQUAL(128, header->msg_controllen);
    if (arriving.result < 0) {
        errno = (int)-arriving.result;
        return -1;
    }
    header->msg_flags = arriving.flags;
    header->msg_controllen = arriving.control_length;
    if (arriving.control_length > 0) {
        memcpy(header->msg_control, arriving.control, arriving.control_length);
    }
    header->msg_namelen = header->msg_name == NULL ? 0 : arriving.name_length;
    if (header->msg_namelen > 0) {
        memcpy(header->msg_name, arriving.name, header->msg_namelen);
    }
    return arriving.result;
}

static void should_send_without_ancillary_data_when_there_is_no_descriptor(void) {
    memset(&sent, 0, sizeof sent);
    CHECK_EQUAL(5, sctpjava_message_send(3, "hello", 5, NULL, 0));
    CHECK_EQUAL(2, sent.calls); /* the first was interrupted */
    CHECK_EQUAL(MSG_NOSIGNAL | MSG_DONTWAIT, sent.flags);
    CHECK_EQUAL(0, sent.control_length);
    CHECK_EQUAL(0, sent.name_length);
}

static void should_send_what_the_descriptor_says(void) {
    struct sctpjava_message message = {
            .descriptor = {
                    .flags = SCTPJAVA_UNORDERED | SCTPJAVA_SACK_IMMEDIATELY | SCTPJAVA_AUTH_KEY | SCTPJAVA_ADDRESS |
                             SCTPJAVA_ADDRESS_OVERRIDE,
                    .association_id = 0x11223344,
                    .stream = 0x0102,
                    .ppid = 60,
                    .context = 0x0a0b0c0d,
                    .pr_value = 1500,
                    .pr_policy = SCTPJAVA_PR_LIFETIME,
                    .auth_key = 7,
            }};
    message.address.v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(38412)};
    memset(&sent, 0, sizeof sent);
    CHECK_EQUAL(5, sctpjava_message_send(3, "hello", 5, &message, SCTPJAVA_SEND_MORE));
    CHECK_EQUAL(MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE, sent.flags);
    static const unsigned char expected[] = {
            /* SNDINFO: length 32, level 132, type 2; sid, flags 0x0b, ppid in network order, context, association */
            32, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 2, 0, 0, 0,
            0x02, 0x01, 0x0b, 0, 0, 0, 0, 60, 0x0d, 0x0c, 0x0b, 0x0a, 0x44, 0x33, 0x22, 0x11,
            /* PRINFO: length 24, type 5; policy TTL, value 1500 */
            24, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 5, 0, 0, 0,
            0x10, 0, 0, 0, 0xdc, 0x05, 0, 0,
            /* AUTHINFO: length 18, type 6; key 7 */
            18, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 6, 0, 0, 0,
            7, 0, 0, 0, 0, 0, 0, 0};
    CHECK_BYTES(expected, sizeof expected, sent.control, sent.control_length);
    CHECK_BYTES(&message.address.v4, sizeof message.address.v4, sent.name, sent.name_length);
}

static void should_say_nothing_where_the_defaults_apply(void) {
    struct sctpjava_message message = {.descriptor = {.flags = SCTPJAVA_DEFAULTS, .stream = 5, .pr_policy = 99}};
    CHECK_EQUAL(5, sctpjava_message_send(3, "hello", 5, &message, 0));
    CHECK_EQUAL(0, sent.control_length);
}

static void should_map_every_flag_and_policy(void) {
    static const struct {
        uint32_t flag;
        unsigned snd;
    } flags[] = {{SCTPJAVA_UNORDERED, 1}, {SCTPJAVA_ADDRESS_OVERRIDE, 2}, {SCTPJAVA_ABORT, 4},
            {SCTPJAVA_SACK_IMMEDIATELY, 8}, {SCTPJAVA_SEND_ALL, 0x40}, {SCTPJAVA_EOF, 0x200}, {SCTPJAVA_COMPLETE, 0}};
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        struct sctpjava_message message = {.descriptor = {.flags = flags[i].flag}};
        CHECK_EQUAL(0, sctpjava_message_send(3, NULL, 0, &message, 0));
        struct sctp_sndinfo info;
        memcpy(&info, sent.control + CMSG_LEN(0), sizeof info);
        CHECK_EQUAL(flags[i].snd, info.snd_flags);
        CHECK_EQUAL(CMSG_SPACE(sizeof info), sent.control_length);
    }
    static const unsigned policies[] = {0, 0x10, 0x20, 0x30};
    for (uint16_t policy = 1; policy < 4; policy++) {
        struct sctpjava_message message = {.descriptor = {.pr_policy = policy, .pr_value = 9}};
        CHECK_EQUAL(0, sctpjava_message_send(3, NULL, 0, &message, 0));
        struct sctp_prinfo reliability;
        memcpy(&reliability, sent.control + CMSG_SPACE(sizeof(struct sctp_sndinfo)) + CMSG_LEN(0), sizeof reliability);
        CHECK_EQUAL(policies[policy], reliability.pr_policy);
        CHECK_EQUAL(9, reliability.pr_value);
    }
}

static void should_refuse_what_it_cannot_send(void) {
    int calls = sent.calls;
    struct sctpjava_message message = {.descriptor = {.pr_policy = 4}};
    CHECK_EQUAL(-EINVAL, sctpjava_message_send(3, "x", 1, &message, 0));
    message = (struct sctpjava_message){.descriptor = {.flags = SCTPJAVA_ADDRESS}};
    CHECK_EQUAL(-EAFNOSUPPORT, sctpjava_message_send(3, "x", 1, &message, 0));
    CHECK_EQUAL(-EINVAL, sctpjava_message_send(3, "x", -1, NULL, 0));
    CHECK_EQUAL(-EINVAL, sctpjava_message_send(3, "x", 1, NULL, 2));
    CHECK_EQUAL(-EINVAL, sctpjava_message_send(3, "x", 1, (void *)((char *)&message + 4), 0));
    CHECK_EQUAL(calls, sent.calls);
}

/* As a little-endian kernel writes it: NXTINFO, RCVINFO, SNDRCV. */
static const unsigned char NXTINFO[] = {32, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 4, 0, 0, 0,
        5, 0, 1, 0, 0, 0, 0, 46, 200, 0, 0, 0, 0x44, 0x33, 0x22, 0x11};
static const unsigned char RCVINFO[] = {44, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 3, 0, 0, 0,
        3, 0, 9, 0, 1, 0, 0, 0, 0, 0, 0, 60, 0x04, 0x03, 0x02, 0x01, 0x08, 0x07, 0x06, 0x05,
        0x0d, 0x0c, 0x0b, 0x0a, 0x44, 0x33, 0x22, 0x11, 0, 0, 0, 0};
static const unsigned char SNDRCV[] = {48, 0, 0, 0, 0, 0, 0, 0, 132, 0, 0, 0, 1, 0, 0, 0,
        3, 0, 9, 0, 1, 0, 0, 0, 0, 0, 0, 60, 0x0d, 0x0c, 0x0b, 0x0a, 0, 0, 0, 0,
        0x04, 0x03, 0x02, 0x01, 0x08, 0x07, 0x06, 0x05, 0x44, 0x33, 0x22, 0x11};

static void check_received(const struct sctpjava_message *message) {
    CHECK_EQUAL(100, message->descriptor.length);
    CHECK_EQUAL(0x11223344, message->descriptor.association_id);
    CHECK_EQUAL(3, message->descriptor.stream);
    CHECK_EQUAL(9, message->descriptor.ssn);
    CHECK_EQUAL(60, message->descriptor.ppid);
    CHECK_EQUAL(0x01020304, message->descriptor.tsn);
    CHECK_EQUAL(0x05060708, message->descriptor.cumulative_tsn);
    CHECK_EQUAL(0x0a0b0c0d, message->descriptor.context);
}

static void should_read_everything_the_kernel_says(void) {
    unsigned char control[sizeof NXTINFO + sizeof RCVINFO + sizeof SNDRCV];
    memcpy(control, NXTINFO, sizeof NXTINFO);
    memcpy(control + sizeof NXTINFO, RCVINFO, sizeof RCVINFO);
    memcpy(control + sizeof NXTINFO + sizeof RCVINFO, SNDRCV, sizeof SNDRCV);
    struct sockaddr_in6 source = {.sin6_family = AF_INET6, .sin6_port = htons(5000), .sin6_scope_id = 4};
    memset(&arriving, 0, sizeof arriving);
    arriving.result = 100;
    arriving.flags = MSG_EOR;
    arriving.control = control;
    arriving.control_length = sizeof control;
    arriving.name = &source;
    arriving.name_length = sizeof source;
    struct sctpjava_message message = {
        .descriptor = {.user_data = 42, .payload_address = 43, .receive_time_nanos = 44},
    };
    char payload[100];
    CHECK_EQUAL(100, sctpjava_message_receive(3, payload, sizeof payload, &message, 0));
    check_received(&message);
    CHECK_EQUAL(
            SCTPJAVA_UNORDERED | SCTPJAVA_COMPLETE | SCTPJAVA_NEXT_INFO | SCTPJAVA_ADDRESS, message.descriptor.flags);
    CHECK_EQUAL(42, message.descriptor.user_data);
    CHECK_EQUAL(43, message.descriptor.payload_address);
    CHECK_EQUAL(44, message.descriptor.receive_time_nanos);
    CHECK_BYTES(&source, sizeof source, &message.address, sizeof source);
    CHECK_EQUAL(46, message.next_ppid);
    CHECK_EQUAL(0x11223344, message.next_association_id);
    CHECK_EQUAL(200, message.next_length);
    CHECK_EQUAL(5, message.next_stream);
    CHECK_EQUAL(SCTPJAVA_UNORDERED, message.next_flags);
}

static void should_fall_back_to_sndrcv_and_not_tell_the_source_if_unwanted(void) {
    struct sockaddr_in source = {.sin_family = AF_INET, .sin_port = htons(3868)};
    memset(&arriving, 0, sizeof arriving);
    arriving.name = &source;
    arriving.name_length = sizeof source;
    arriving.result = 100;
    arriving.flags = MSG_EOR;
    arriving.control = SNDRCV;
    arriving.control_length = sizeof SNDRCV;
    struct sctpjava_message message = {.descriptor = {.flags = SCTPJAVA_SOURCE_UNWANTED}};
    char payload[100];
    CHECK_EQUAL(100, sctpjava_message_receive(3, payload, sizeof payload, &message, 0));
    check_received(&message);
    CHECK_EQUAL(
            SCTPJAVA_UNORDERED | SCTPJAVA_COMPLETE | SCTPJAVA_SOURCE_UNWANTED, message.descriptor.flags);
}

static uint32_t flags_of(ssize_t result, int flags) {
    memset(&arriving, 0, sizeof arriving);
    arriving.result = result;
    arriving.flags = flags;
    struct sctpjava_message message;
    memset(&message, 0xff, sizeof message);
    message.descriptor.flags = 0;
    char payload[100];
    CHECK_EQUAL(result, sctpjava_message_receive(3, payload, sizeof payload, &message, 0));
    CHECK_EQUAL(0, message.descriptor.association_id);
    CHECK_EQUAL(0, message.descriptor.tsn);
    return message.descriptor.flags;
}

static void should_tell_parts_notifications_truncation_and_the_end_apart(void) {
    CHECK_EQUAL(0, flags_of(100, 0));
    CHECK_EQUAL(SCTPJAVA_NOTIFICATION | SCTPJAVA_COMPLETE, flags_of(20, MSG_NOTIFICATION | MSG_EOR));
    CHECK_EQUAL(SCTPJAVA_NOTIFICATION, flags_of(20, MSG_NOTIFICATION));
    CHECK_EQUAL(SCTPJAVA_COMPLETE | SCTPJAVA_CONTROL_TRUNCATED, flags_of(20, MSG_EOR | MSG_CTRUNC));
    CHECK_EQUAL(SCTPJAVA_END_OF_STREAM, flags_of(0, 0));
}

static void should_report_errors_and_bad_arguments(void) {
    arriving.result = -ECONNRESET;
    struct sctpjava_message message = {0};
    char payload[1];
    CHECK_EQUAL(-ECONNRESET, sctpjava_message_receive(3, payload, 1, &message, 0));
    CHECK_EQUAL(-EFAULT, sctpjava_message_receive(3, payload, 1, NULL, 0));
    CHECK_EQUAL(-EINVAL, sctpjava_message_receive(3, payload, 1, (void *)((char *)&message + 4), 0));
    CHECK_EQUAL(-EINVAL, sctpjava_message_receive(3, payload, -1, &message, 0));
}

static void should_wait_only_if_asked_to(void) {
    memset(&arriving, 0, sizeof arriving);
    arriving.result = 1;
    arriving.flags = MSG_EOR;
    struct sctpjava_message message = {0};
    char payload[1];
    CHECK_EQUAL(1, sctpjava_message_receive(3, payload, 1, &message, 0));
    arriving.waits = 1;
    CHECK_EQUAL(1, sctpjava_message_receive(3, payload, 1, &message, SCTPJAVA_RECEIVE_WAIT));
    CHECK_EQUAL(-EINVAL, sctpjava_message_receive(3, payload, 1, &message, 2));
}

int main(void) {
    should_send_without_ancillary_data_when_there_is_no_descriptor();
    should_send_what_the_descriptor_says();
    should_say_nothing_where_the_defaults_apply();
    should_map_every_flag_and_policy();
    should_refuse_what_it_cannot_send();
    should_read_everything_the_kernel_says();
    should_fall_back_to_sndrcv_and_not_tell_the_source_if_unwanted();
    should_tell_parts_notifications_truncation_and_the_end_apart();
    should_report_errors_and_bad_arguments();
    should_wait_only_if_asked_to();
    return 0;
}
