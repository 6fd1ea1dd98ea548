/* Sockets that share a port, on the real kernel; one that cannot is a setsockopt of our own. */
#include "steering.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "udp.h"

enum { SOCKETS = 3, PORTS = 40 };

int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length);
int __real_setsockopt(int fd, int level, int option, const void *value, socklen_t length);

static int failure; /* of the next calls, unless it is 0 */

int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length) {
    if (failure != 0) {
        errno = failure;
        return -1;
    }
    return __real_setsockopt(fd, level, option, value, length);
}

static int family;
static int sockets[SOCKETS];
static uint16_t udp_port;

static int bind_to(int fd, uint16_t port) {
    struct sockaddr_in6 address = {.sin6_family = (sa_family_t)family, .sin6_port = htons(port)};
    socklen_t length = family == AF_INET ? sizeof(struct sockaddr_in) : sizeof address;
    return bind(fd, (struct sockaddr *)&address, length);
}

static void open_group(void) {
    sockets[0] = sctpjava_udp_open(family, 1 << 20, 0);
    CHECK_EQUAL(0, bind_to(sockets[0], 0));
    struct sockaddr_in6 bound;
    socklen_t length = sizeof bound;
    CHECK_EQUAL(0, getsockname(sockets[0], (struct sockaddr *)&bound, &length));
    udp_port = ntohs(bound.sin6_port);
    for (int i = 1; i < SOCKETS; i++) {
        sockets[i] = sctpjava_udp_open(family, 1 << 20, 1);
        if (i == 1) {
            CHECK(bind_to(sockets[i], udp_port) < 0); /* until it is shared */
            CHECK_EQUAL(EADDRINUSE, errno);
            CHECK_EQUAL(0, sctpjava_steering_share(sockets[0]));
        }
        CHECK_EQUAL(0, bind_to(sockets[i], udp_port));
    }
}

static void close_group(void) {
    for (int i = 0; i < SOCKETS; i++) {
        close(sockets[i]);
    }
}

static uint32_t random_state = 1;

static uint16_t random_port(void) {
    random_state = random_state * 1664525 + 1013904223;
    return (uint16_t)(random_state >> 16);
}

static bool contains(const uint16_t *ports, int count, uint16_t port) {
    for (int i = 0; i < count; i++) {
        if (ports[i] == port) {
            return true;
        }
    }
    return false;
}

/* Sends the first bytes of a packet, and returns the number of the socket that gets them. */
static int steered(uint16_t source, uint16_t destination, size_t length) {
    int wire = socket(AF_INET, SOCK_DGRAM, 0); /* a UDP port of its own for each */
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(udp_port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    uint16_t packet[6] = {htons(source), htons(destination)};
    CHECK_EQUAL(length, sendto(wire, packet, length, 0, (struct sockaddr *)&to, sizeof to));
    close(wire);
    int found = -1;
    for (int i = 0; i < SOCKETS; i++) {
        char bytes[sizeof packet];
        if (recv(sockets[i], bytes, sizeof bytes, MSG_DONTWAIT) >= 0) {
            CHECK_EQUAL(-1, found);
            found = i;
        }
    }
    return found;
}

static void should_steer_by_the_ports_of_sctp(const uint16_t *together, int count) {
    CHECK_EQUAL(0, sctpjava_steering_attach(sockets[1], SOCKETS, together, count));
    int got[SOCKETS] = {0};
    for (int i = 0; i < 300; i++) {
        uint16_t source = random_port();
        uint16_t destination = random_port();
        if (i % 3 == 0) {
            destination = (uint16_t)(5000 + i % PORTS);
        }
        uint32_t ports = (uint32_t)source << 16 | destination;
        int expected = (int)((ports * 0x61C88647u >> 16) % SOCKETS);
        if (contains(together, count, destination) || (destination >= 32768 && destination < 49152)) {
            expected = 0;
        }
        CHECK_EQUAL(expected, steered(source, destination, 12));
        got[expected]++;
    }
    for (int i = 0; i < SOCKETS; i++) {
        CHECK(got[i] > 20);
    }
    CHECK_EQUAL(0, steered(1, 2, 3)); /* too short to be SCTP */
}

static void should_leave_nothing_to_one_that_comes_later(void) {
    int stranger = sctpjava_udp_open(family, 1 << 20, 1);
    if (bind_to(stranger, udp_port) == 0) {
        for (uint16_t i = 0; i < 100; i++) {
            CHECK(steered(random_port(), random_port(), 12) >= 0);
        }
    }
    close(stranger);
}

static void should_not_take_a_port_that_another_would_share(void) {
    int exclusive = sctpjava_udp_open(family, 1 << 20, 0);
    CHECK(bind_to(exclusive, udp_port) < 0);
    CHECK_EQUAL(EADDRINUSE, errno);
    close(exclusive);
}

static void should_say_what_cannot_be(void) {
    int alone = sctpjava_udp_open(family, 1 << 20, 0);
    CHECK_EQUAL(0, bind_to(alone, 0));
    CHECK_EQUAL(-EINVAL, sctpjava_steering_attach(alone, SOCKETS, NULL, 0));
    close(alone);
    uint16_t many[SCTPJAVA_STEERING_MAX_PORTS + 1] = {0};
    CHECK_EQUAL(-EINVAL, sctpjava_steering_attach(sockets[0], SOCKETS, many, SCTPJAVA_STEERING_MAX_PORTS + 1));
    CHECK_EQUAL(0, sctpjava_steering_attach(sockets[0], SOCKETS, many, SCTPJAVA_STEERING_MAX_PORTS));
    CHECK_EQUAL(-EINVAL, sctpjava_steering_attach(sockets[0], 0, NULL, 0));
    failure = ENOPROTOOPT;
    CHECK_EQUAL(-ENOPROTOOPT, sctpjava_steering_share(sockets[0]));
    CHECK_EQUAL(-ENOPROTOOPT, sctpjava_steering_attach(sockets[0], SOCKETS, NULL, 0));
    failure = 0;
}

int main(void) {
    const int families[] = {AF_INET, AF_INET6};
    uint16_t together[PORTS / 2];
    for (int i = 0; i < PORTS / 2; i++) {
        together[i] = (uint16_t)(5000 + 2 * i);
    }
    for (int i = 0; i < 2; i++) {
        family = families[i];
        int probe = socket(family, SOCK_DGRAM, 0);
        if (probe < 0) {
            continue; /* a machine without IPv6 */
        }
        close(probe);
        open_group();
        should_steer_by_the_ports_of_sctp(NULL, 0);
        should_steer_by_the_ports_of_sctp(together, PORTS / 2);
        should_leave_nothing_to_one_that_comes_later();
        should_not_take_a_port_that_another_would_share();
        should_say_what_cannot_be();
        close_group();
    }
    return 0;
}
