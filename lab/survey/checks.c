/*
 * Checks where Linux's SCTP deviates from the RFCs, each with the smallest exchange that shows it. None of them
 * endangers the kernel; docs/linux-findings.md explains them. Prints lines `check NAME ANSWER`: `yes` if the kernel
 * deviates. The argument IDATA tells that net.sctp.intl_enable=1 is set.
 */
#include "survey.h"

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>

enum { IPV4 = 20, COMMON_HEADER = 12, CHUNK_ABORT = 6, CHUNK_I_DATA = 64, FIRST = 2, PACKET = 65536, WAIT_MS = 500 };

static void answer(const char *name, bool yes) {
    printf("check\t%s\t%s\n", name, yes ? "yes" : "no");
    fflush(stdout);
}

/* Opens a socket that receives every packet of the loopback interface. */
static int watch_loopback(void) {
    struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP),
        .sll_ifindex = (int)if_nametoindex("lo")};
    int watcher = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
    if (watcher < 0 || bind(watcher, (void *)&at, sizeof at)) fail("AF_PACKET");
    return watcher;
}

/* Returns the next chunk of a type in a packet to a port, or null if there is none within a time. */
static const unsigned char *next_chunk(int watcher, in_port_t port, int type, int wait_ms) {
    static unsigned char packet[PACKET];
    static ssize_t length;
    static ssize_t at = 0;
    double deadline = now_ns() + wait_ms * 1e6;
    for (;;) {
        while (at && at + 4 <= length) {
            unsigned char *chunk = packet + at;
            int size = chunk[2] << 8 | chunk[3];
            at += size < 4 ? length : (size + 3) & ~3;
            if (chunk[0] == type) return chunk;
        }
        at = 0;
        int left = (int)((deadline - now_ns()) / 1e6);
        struct sockaddr_ll from;
        socklen_t from_length = sizeof from;
        if (left <= 0 || poll(&(struct pollfd){.fd = watcher, .events = POLLIN}, 1, left) != 1) return 0;
        length = recvfrom(watcher, packet, sizeof packet, 0, (void *)&from, &from_length);
        /* On loopback each packet is seen twice, outgoing and incoming. */
        if (length < IPV4 + COMMON_HEADER || from.sll_pkttype == PACKET_OUTGOING || packet[9] != IPPROTO_SCTP) continue;
        if (!memcmp(packet + IPV4 + 2, &port, sizeof port)) at = IPV4 + COMMON_HEADER;
    }
}

static uint32_t number_at(const unsigned char *chunk, int offset) {
    uint32_t number;
    memcpy(&number, chunk + offset, sizeof number);
    return ntohl(number);
}

static void interleaving(int socket) {
    struct sctp_assoc_value on = {.assoc_id = SCTP_FUTURE_ASSOC, .assoc_value = 1};
    struct sctp_assoc_value small = {.assoc_id = SCTP_FUTURE_ASSOC, .assoc_value = 1000};
    set_int(socket, IPPROTO_SCTP, SCTP_FRAGMENT_INTERLEAVE, 1);
    if (setsockopt(socket, IPPROTO_SCTP, SCTP_INTERLEAVING_SUPPORTED, &on, sizeof on))
        fail("SCTP_INTERLEAVING_SUPPORTED");
    if (setsockopt(socket, IPPROTO_SCTP, SCTP_MAXSEG, &small, sizeof small)) fail("SCTP_MAXSEG");
}

/* RFC 8260 section 2.1: the first fragment has the implicit number 0, the next one the number 1. */
static void second_fragment_is_numbered_zero(void) {
    static const char message[3000];
    struct pair pair = connect_pair(interleaving);
    int watcher = watch_loopback();
    if (send(pair.client, message, sizeof message, 0) != sizeof message) fail("send");
    const unsigned char *chunk = next_chunk(watcher, pair.port, CHUNK_I_DATA, WAIT_MS);
    while (chunk && chunk[1] & FIRST) chunk = next_chunk(watcher, pair.port, CHUNK_I_DATA, WAIT_MS);
    if (!chunk) printf("check\tI-DATA: the second fragment is numbered 0\tnone seen\n");
    else answer("I-DATA: the second fragment is numbered 0", number_at(chunk, 16) == 0);
    close(watcher);
    close_pair(&pair);
}

/* Receives a piece of a message, and returns its payload protocol identifier. */
static uint32_t receive_piece(int socket, bool *ends_message) {
    char control[CMSG_SPACE(sizeof(struct sctp_rcvinfo))], data[PACKET];
    struct iovec into = {.iov_base = data, .iov_len = sizeof data};
    struct msghdr message = {
        .msg_iov = &into, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct sctp_rcvinfo info;
    if (recvmsg(socket, &message, 0) <= 0) fail("recvmsg");
    *ends_message = message.msg_flags & MSG_EOR;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_type != SCTP_RCVINFO) fail("SCTP_RCVINFO");
    memcpy(&info, CMSG_DATA(header), sizeof info);
    return ntohl(info.rcv_ppid);
}

/*
 * RFC 8260 section 2.1: only the first fragment has a payload protocol identifier, and it is that of the whole message;
 * the others have their number in its place.
 */
static void later_piece_has_another_ppid(void) {
    enum { PPID = 42 };
    static const char message[30000];
    const char *name = "I-DATA: the later pieces of a message show another PPID";
    char control[CMSG_SPACE(sizeof(struct sctp_sndinfo))] = {0};
    struct iovec from = {.iov_base = (void *)message, .iov_len = sizeof message};
    struct msghdr outgoing = {
        .msg_iov = &from, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct sctp_sndinfo info = {.snd_ppid = htonl(PPID)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&outgoing);
    struct pair pair = connect_pair(interleaving);
    bool whole, others = false;
    int pieces = 1;
    *header = (struct cmsghdr){
        .cmsg_level = IPPROTO_SCTP, .cmsg_type = SCTP_SNDINFO, .cmsg_len = CMSG_LEN(sizeof info)};
    memcpy(CMSG_DATA(header), &info, sizeof info);
    /* From this many bytes on, a message is handed up before all of it has come. */
    set_int(pair.server, IPPROTO_SCTP, SCTP_PARTIAL_DELIVERY_POINT, 1000);
    set_int(pair.server, IPPROTO_SCTP, SCTP_RECVRCVINFO, 1);
    if (sendmsg(pair.client, &outgoing, 0) != sizeof message) fail("sendmsg");
    if (receive_piece(pair.server, &whole) != PPID) fail("the PPID of the first piece");
    for (; !whole; pieces++) others |= receive_piece(pair.server, &whole) != PPID;
    if (pieces == 1) printf("check\t%s\tone piece\n", name);
    else answer(name, others);
    close_pair(&pair);
}

/* RFC 6458 section 8.1.20: level 2 allows several messages of different associations and streams. */
static void interleave_level_two_reads_back_as_one(void) {
    int fresh = open_socket(0), value = 2;
    socklen_t length = sizeof value;
    set_int(fresh, IPPROTO_SCTP, SCTP_FRAGMENT_INTERLEAVE, 2);
    if (getsockopt(fresh, IPPROTO_SCTP, SCTP_FRAGMENT_INTERLEAVE, &value, &length)) fail("getsockopt");
    answer("SCTP_FRAGMENT_INTERLEAVE: 2 is taken and reads back as 1", value == 1);
    close(fresh);
}

/* RFC 6525 section 4: INIT and INIT ACK negotiate whether streams can be reset. */
static void reconfig_is_taken_too_late(void) {
    struct sctp_assoc_value on = {.assoc_id = SCTP_FUTURE_ASSOC, .assoc_value = 1};
    struct pair pair = connect_pair(0);
    int taken = setsockopt(pair.client, IPPROTO_SCTP, SCTP_RECONFIG_SUPPORTED, &on, sizeof on);
    answer("SCTP_RECONFIG_SUPPORTED: taken without effect after the set-up", !taken);
    close_pair(&pair);
}

static void *read_once(void *of) {
    char byte;
    recv(*(int *)of, &byte, 1, 0);
    return 0;
}

/* RFC 6458 section 8.1.4: SO_LINGER of 0 aborts the association. */
static void no_abort_while_another_thread_reads(void) {
    struct linger none = {.l_onoff = 1, .l_linger = 0};
    struct pair pair = connect_pair(0);
    int watcher = watch_loopback();
    pthread_t reader;
    int socket = pair.client;
    pthread_create(&reader, 0, read_once, &socket);
    sleep_ms(WAIT_MS / 5);
    if (setsockopt(pair.client, SOL_SOCKET, SO_LINGER, &none, sizeof none)) fail("SO_LINGER");
    close(pair.client);
    answer("SO_LINGER of 0: close sends no ABORT while another thread reads",
        !next_chunk(watcher, pair.port, CHUNK_ABORT, WAIT_MS));
    close(pair.server);
    close(pair.listener);
    pthread_join(reader, 0);
    close(watcher);
}

/* poll(2): a socket whose peer is gone has POLLHUP, and one that can be read without waiting has POLLIN. */
static void poll_forgets_an_abort(void) {
    struct linger none = {.l_onoff = 1, .l_linger = 0};
    struct pair pair = connect_pair(0);
    struct pollfd client = {.fd = pair.client, .events = POLLIN};
    char byte;
    if (setsockopt(pair.server, SOL_SOCKET, SO_LINGER, &none, sizeof none)) fail("SO_LINGER");
    close(pair.server);
    if (recv(pair.client, &byte, 1, 0) != -1 || errno != ECONNRESET) fail("ECONNRESET");
    answer("poll: a reader waits for ever after an abort whose error was read", !poll(&client, 1, WAIT_MS));
    close(pair.client);
    close(pair.listener);
}

int main(int argc, char **argv) {
    if (argc > 1 && !strcmp(argv[1], "IDATA")) {
        second_fragment_is_numbered_zero();
        later_piece_has_another_ppid();
    }
    interleave_level_two_reads_back_as_one();
    reconfig_is_taken_too_late();
    no_abort_while_another_thread_reads();
    poll_forgets_an_abort();
    return 0;
}
