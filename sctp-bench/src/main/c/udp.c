/*
 * The lower bound of any protocol over UDP: the bytes of the messages packed into full datagrams, with UDP_SEGMENT and
 * UDP_GRO, without acknowledgements or retransmission. A round trip is one datagram in each direction. One way, the
 * sender continues until enough has arrived, since some datagrams are lost.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "rounds.h"

enum { PAYLOAD = 1452, SEGMENTS = 44, MAX_DATAGRAM = 65507, BUFFER_BYTES = 1 << 16 };

static struct rounds run;
static int first, second;
static atomic_llong arrived;

static int opened(struct sockaddr_in *address) {
    int size = 1 << 20;
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = rounds_check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    rounds_check(bind(fd, (struct sockaddr *)address, length), "bind");
    rounds_check(getsockname(fd, (struct sockaddr *)address, &length), "getsockname");
    rounds_check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), "SO_SNDBUF");
    rounds_check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), "SO_RCVBUF");
    return fd;
}

static void open_pair(void) {
    struct sockaddr_in one, other;
    first = opened(&one);
    second = opened(&other);
    rounds_check(connect(first, (struct sockaddr *)&other, sizeof other), "connect");
    rounds_check(connect(second, (struct sockaddr *)&one, sizeof one), "connect");
    if (!run.round_trip) {
        int payload = PAYLOAD, on = 1;
        rounds_check(setsockopt(first, IPPROTO_UDP, UDP_SEGMENT, &payload, sizeof payload), "UDP_SEGMENT");
        rounds_check(setsockopt(second, IPPROTO_UDP, UDP_GRO, &on, sizeof on), "UDP_GRO");
    }
}

static char *buffer(void) {
    char *memory = calloc(1, BUFFER_BYTES);
    rounds_check(memory == NULL ? -1 : 0, "calloc");
    return memory;
}

static void send_all(int messages) {
    static int64_t wanted;
    char *memory = buffer();
    wanted += (int64_t)messages * run.size;
    while (atomic_load_explicit(&arrived, memory_order_relaxed) < wanted) {
        rounds_check((int)send(first, memory, PAYLOAD * SEGMENTS, 0), "send");
    }
    free(memory);
}

static void receive_all(int messages) {
    static int64_t wanted;
    char *memory = buffer();
    wanted += (int64_t)messages * run.size;
    while (atomic_load_explicit(&arrived, memory_order_relaxed) < wanted) {
        int received = rounds_check((int)recv(second, memory, BUFFER_BYTES, 0), "recv");
        atomic_fetch_add_explicit(&arrived, received, memory_order_relaxed);
    }
    free(memory);
}

static void ask_all(int messages) {
    char *memory = buffer();
    for (int i = 0; i < messages; i++) {
        rounds_check((int)send(first, memory, (size_t)run.size, 0), "send");
        rounds_check((int)recv(first, memory, BUFFER_BYTES, 0), "recv");
    }
    free(memory);
}

static void answer_all(int messages) {
    char *memory = buffer();
    for (int i = 0; i < messages; i++) {
        int received = rounds_check((int)recv(second, memory, BUFFER_BYTES, 0), "recv");
        rounds_check((int)send(second, memory, (size_t)received, 0), "send");
    }
    free(memory);
}

int main(int argc, char **argv) {
    run = rounds_arguments(argc, argv);
    if (run.size > MAX_DATAGRAM) {
        return ROUNDS_UNAVAILABLE;
    }
    open_pair();
    rounds_run(&run, run.round_trip ? ask_all : send_all, run.round_trip ? answer_all : receive_all);
    return 0;
}
