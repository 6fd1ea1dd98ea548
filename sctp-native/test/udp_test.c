/* Datagrams, on real sockets; a kernel without offload, or without room, is a sendmmsg of our own. */
#include "udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

enum { SLOTS = 4, SLOT_BYTES = 65535 };

int __wrap_sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);
int __real_sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags);

/* The next calls fail so; a call after them sends so many messages at most. */
static int failures;
static int failure;
static unsigned int most = 1000;
static int calls;

/* What the socket was told of fragments when it sent, by call. */
static int ipv4_modes[16];
static int ipv6_modes[16];

static int option_of(int fd, int level, int option) {
    int value = -1;
    socklen_t length = sizeof value;
    return getsockopt(fd, level, option, &value, &length) < 0 ? -1 : value;
}

int __wrap_sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    if (calls < 16) {
        ipv4_modes[calls] = option_of(fd, IPPROTO_IP, IP_MTU_DISCOVER);
        ipv6_modes[calls] = option_of(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER);
    }
    calls++;
    if (failures > 0) {
        failures--;
        errno = failure;
        return -1;
    }
    return __real_sendmmsg(fd, messages, count < most ? count : most, flags);
}

static unsigned char out_bytes[SLOTS][SLOT_BYTES];
static unsigned char in_bytes[SLOTS][SLOT_BYTES];
static struct sctpjava_datagram out[SLOTS];
static struct sctpjava_datagram in[SLOTS];
static int sender;
static int receiver;
static int receiver_family;
static uint16_t receiver_port;

static void open_receiver(int family) {
    receiver_family = family;
    receiver = sctpjava_udp_open(family, 1 << 20, 0);
    CHECK(receiver >= 0);
    struct sockaddr_storage address = {.ss_family = (sa_family_t)family};
    socklen_t length = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
    CHECK_EQUAL(0, bind(receiver, (struct sockaddr *)&address, length));
    length = sizeof address;
    CHECK_EQUAL(0, getsockname(receiver, (struct sockaddr *)&address, &length));
    receiver_port = ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
}

static void fill(int slot, int length, int segment) {
    for (int i = 0; i < length; i++) {
        out_bytes[slot][i] = (unsigned char)(i * 7 + slot);
    }
    static const uint8_t loopback[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
    out[slot] = (struct sctpjava_datagram){
        .payload_address = (uint64_t)(uintptr_t)out_bytes[slot],
        .length = length,
        .segment = segment,
        .peer_port = receiver_port,
    };
    memcpy(out[slot].peer, loopback, sizeof loopback);
}

/* Receives so many bytes in all and checks them against a slot that was sent. */
static int receive_all(int slot, int total) {
    int bytes = 0;
    int datagrams = 0;
    while (bytes < total) {
        struct pollfd polled = {.fd = receiver, .events = POLLIN};
        CHECK_EQUAL(1, poll(&polled, 1, 10000));
        for (int i = 0; i < SLOTS; i++) {
            in[i].payload_address = (uint64_t)(uintptr_t)in_bytes[i];
        }
        int count = sctpjava_udp_receive(receiver, in, SLOTS, SLOT_BYTES);
        CHECK(count > 0);
        for (int i = 0; i < count; i++) {
            CHECK_EQUAL(0, in[i].error);
            CHECK_EQUAL(0, memcmp(in_bytes[i], out_bytes[slot] + bytes, (size_t)in[i].length));
            bytes += in[i].length;
            datagrams += (in[i].length + in[i].segment - 1) / in[i].segment;
        }
    }
    CHECK_EQUAL(total, bytes);
    return datagrams;
}

/* Receives so many datagrams, whatever is in them. */
static void skip(int wanted) {
    for (int i = 0; i < wanted; i++) {
        struct pollfd polled = {.fd = receiver, .events = POLLIN};
        CHECK_EQUAL(1, poll(&polled, 1, 10000));
        in[0].payload_address = (uint64_t)(uintptr_t)in_bytes[0];
        CHECK_EQUAL(1, sctpjava_udp_receive(receiver, in, 1, SLOT_BYTES));
        CHECK_EQUAL(0, in[0].error);
    }
}

static void should_carry_a_datagram_with_its_ends(void) {
    fill(0, 100, 0);
    out[0].local[10] = out[0].local[11] = 0xff;
    out[0].local[12] = 127;
    out[0].local[15] = 2;
    out[0].traffic_class = 0xb8;
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    CHECK_EQUAL(0, out[0].error);
    CHECK_EQUAL(1, receive_all(0, 100));
    CHECK_EQUAL(127, in[0].peer[12]);
    CHECK_EQUAL(2, in[0].peer[15]);
    CHECK_EQUAL(0xff, in[0].local[11]);
    CHECK_EQUAL(1, in[0].local[15]);
    CHECK_EQUAL(-EAGAIN, sctpjava_udp_receive(receiver, in, SLOTS, SLOT_BYTES));
}

static void should_cut_up_with_and_without_the_kernel(void) {
    int offload = sctpjava_udp_offload(sender);
    for (int with = 0; with <= 1; with++) {
        fill(0, 10 * 1400 + 5, 1400);
        CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, with ? offload : 0, out, 1));
        CHECK_EQUAL(11, receive_all(0, 10 * 1400 + 5));
    }
}

static void should_cut_up_itself_when_the_kernel_will_not(void) {
    fill(0, 3 * 1000, 1000);
    failures = 1;
    failure = EIO;
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, SCTPJAVA_UDP_SEND_OFFLOAD, out, 1));
    CHECK_EQUAL(0, out[0].error);
    CHECK_EQUAL(3, receive_all(0, 3 * 1000));
}

static void should_go_on_where_it_stopped(void) {
    fill(0, 5 * 1000, 1000);
    most = 2;
    calls = 0;
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    CHECK_EQUAL(3, calls);
    most = 1000;
    CHECK_EQUAL(5, receive_all(0, 5 * 1000));
    fill(0, 100, 0);
    failures = 1;
    failure = EAGAIN;
    CHECK_EQUAL(-EAGAIN, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    failures = 1;
    failure = EINTR;
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    CHECK_EQUAL(1, receive_all(0, 100));
}

static void should_drop_what_is_refused_and_send_the_rest(void) {
    fill(0, 100, 0);
    fill(1, 100, 0);
    memset(out[0].peer + 12, 0xff, 4); /* broadcast, which the socket was not allowed */
    CHECK_EQUAL(2, sctpjava_udp_send(sender, receiver_family, 0, out, 2));
    CHECK_EQUAL(EACCES, out[0].error);
    CHECK_EQUAL(0, out[1].error);
    CHECK_EQUAL(1, receive_all(1, 100));
}

static void should_fragment_each_as_it_says(void) {
    int usual = option_of(sender, IPPROTO_IP, IP_MTU_DISCOVER);
    for (int i = 0; i < 4; i++) {
        fill(i, 100, 0);
    }
    out[1].fragmentation = SCTPJAVA_UDP_FRAGMENT_NEVER;
    out[2].fragmentation = SCTPJAVA_UDP_FRAGMENT_NEVER;
    out[3].fragmentation = SCTPJAVA_UDP_FRAGMENT_ALWAYS;
    calls = 0;
    CHECK_EQUAL(4, sctpjava_udp_send(sender, receiver_family, 0, out, 4));
    CHECK_EQUAL(3, calls);
    CHECK_EQUAL(usual, ipv4_modes[0]);
    CHECK_EQUAL(IP_PMTUDISC_PROBE, ipv4_modes[1]);
    CHECK_EQUAL(IP_PMTUDISC_DONT, ipv4_modes[2]);
    CHECK_EQUAL(usual, option_of(sender, IPPROTO_IP, IP_MTU_DISCOVER));
    for (int i = 0; i < 4; i++) {
        CHECK_EQUAL(0, out[i].error);
    }
    skip(4);
}

static void should_fragment_ipv6_as_it_says(void) {
    static const uint8_t loopback[16] = {[15] = 1};
    int usual = option_of(sender, IPPROTO_IPV6, IPV6_MTU_DISCOVER);
    for (int i = 0; i < 3; i++) {
        fill(i, 3000, 0);
        memcpy(out[i].peer, loopback, sizeof loopback);
    }
    out[1].fragmentation = SCTPJAVA_UDP_FRAGMENT_NEVER;
    out[2].fragmentation = SCTPJAVA_UDP_FRAGMENT_ALWAYS;
    calls = 0;
    CHECK_EQUAL(3, sctpjava_udp_send(sender, receiver_family, 0, out, 3));
    if (out[0].error != 0) {
        return; /* a machine whose loopback interface has no IPv6 */
    }
    CHECK_EQUAL(usual, ipv6_modes[0]);
    CHECK_EQUAL(IPV6_PMTUDISC_PROBE, ipv6_modes[1]);
    CHECK_EQUAL(IPV6_PMTUDISC_DONT, ipv6_modes[2]);
    CHECK_EQUAL(usual, option_of(sender, IPPROTO_IPV6, IPV6_MTU_DISCOVER));
    for (int i = 0; i < 3; i++) {
        CHECK_EQUAL(0, out[i].error);
    }
    skip(3);
    fill(0, 60000, 0); /* the fragments' length of the one before is forgotten */
    memcpy(out[0].peer, loopback, sizeof loopback);
    out[0].fragmentation = SCTPJAVA_UDP_FRAGMENT_NEVER;
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    CHECK_EQUAL(0, out[0].error);
    CHECK_EQUAL(1, receive_all(0, 60000));
}

static void should_cut_up_what_must_not_be_fragmented(void) {
    int offload = sctpjava_udp_offload(sender);
    for (int mode = SCTPJAVA_UDP_FRAGMENT_NEVER; mode <= SCTPJAVA_UDP_FRAGMENT_ALWAYS; mode++) {
        fill(0, 10 * 1400 + 5, 1400);
        out[0].fragmentation = (uint8_t)mode;
        CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, offload, out, 1));
        CHECK_EQUAL(0, out[0].error);
        CHECK_EQUAL(11, receive_all(0, 10 * 1400 + 5));
    }
}

static void should_say_what_is_cut_off(void) {
    fill(0, 100, 0);
    CHECK_EQUAL(1, sctpjava_udp_send(sender, receiver_family, 0, out, 1));
    struct pollfd polled = {.fd = receiver, .events = POLLIN};
    CHECK_EQUAL(1, poll(&polled, 1, 10000));
    in[0].payload_address = (uint64_t)(uintptr_t)in_bytes[0];
    CHECK_EQUAL(1, sctpjava_udp_receive(receiver, in, 1, 10));
    CHECK_EQUAL(EMSGSIZE, in[0].error);
}

/* The last bytes of an IPv6 address are no IPv4 address. */
static void should_not_take_an_ipv6_address_behind_others_for_an_ipv4_one(void) {
    sender = sctpjava_udp_open(AF_INET, 1 << 16, 0);
    CHECK(sender >= 0);
    open_receiver(AF_INET);
    for (int i = 0; i < 3; i++) {
        fill(i, 100, 0);
    }
    out[1].peer[0] = 0x20;
    CHECK_EQUAL(3, sctpjava_udp_send(sender, AF_INET, 0, out, 3));
    CHECK_EQUAL(0, out[0].error);
    CHECK_EQUAL(EAFNOSUPPORT, out[1].error);
    CHECK_EQUAL(0, out[2].error);
    skip(2);
    CHECK_EQUAL(-EAGAIN, sctpjava_udp_receive(receiver, in, 1, SLOT_BYTES));
    close(sender);
    close(receiver);
}

static void should_refuse_what_the_family_cannot_reach(void) {
    int ipv4 = sctpjava_udp_open(AF_INET, 1 << 16, 0);
    CHECK(ipv4 >= 0);
    fill(0, 100, 0);
    memset(out[0].peer, 0, sizeof out[0].peer);
    out[0].peer[15] = 1;
    CHECK_EQUAL(1, sctpjava_udp_send(ipv4, AF_INET, 0, out, 1));
    CHECK_EQUAL(EAFNOSUPPORT, out[0].error);
    close(ipv4);
    CHECK_EQUAL(-EBADF, sctpjava_udp_receive(-1, in, 1, 10));
    CHECK_EQUAL(-EINVAL, sctpjava_udp_receive(-1, in, -1, 10));
    CHECK_EQUAL(-EINVAL, sctpjava_udp_receive(-1, in, 1, -10));
    CHECK_EQUAL(-EINVAL, sctpjava_udp_send(-1, AF_INET, 0, out, -1));
    CHECK_EQUAL(0, sctpjava_udp_offload(-1));
}

int main(void) {
    for (int i = 0; i < 2; i++) {
        int family = i == 0 ? AF_INET : AF_INET6;
        sender = sctpjava_udp_open(family, 1 << 20, 1);
        if (sender == -EAFNOSUPPORT) {
            continue; /* a machine without IPv6 */
        }
        CHECK(sender >= 0);
        open_receiver(family);
        should_carry_a_datagram_with_its_ends();
        should_cut_up_with_and_without_the_kernel();
        should_cut_up_itself_when_the_kernel_will_not();
        should_go_on_where_it_stopped();
        should_drop_what_is_refused_and_send_the_rest();
        should_fragment_each_as_it_says();
        should_cut_up_what_must_not_be_fragmented();
        if (family == AF_INET6) {
            should_fragment_ipv6_as_it_says();
        }
        should_say_what_is_cut_off();
        (void)sctpjava_udp_offload(receiver); /* from now on datagrams may come joined */
        should_cut_up_with_and_without_the_kernel();
        close(sender);
        close(receiver);
    }
    should_refuse_what_the_family_cannot_reach();
    should_not_take_an_ipv6_address_behind_others_for_an_ipv4_one();
    return 0;
}
