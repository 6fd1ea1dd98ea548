/*
 * Measures the cost of SCTP for both ends over loopback, in nanoseconds, which are instructions with the instruction
 * clock. Each figure is the median of several rounds. Prints lines `cost NAME VALUE`.
 */
#include "survey.h"

#include <sys/wait.h>

enum { ROUNDS = 5, BATCH = 64, ROUND_TRIPS = 500, SET_UPS = 50, MOST = 8000, UDP_PORT = 9899 };

static char message[MOST];

static void in_udp(int socket) {
    struct sctp_udpencaps encapsulation = {.sue_port = htons(UDP_PORT)};
    struct sockaddr_in any = {.sin_family = AF_INET};
    memcpy(&encapsulation.sue_address, &any, sizeof any);
    usual(socket);
    if (setsockopt(socket, IPPROTO_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation))
        fail("SCTP_REMOTE_UDP_ENCAPS_PORT");
}

static void print_median(const char *name, double rounds[ROUNDS]) {
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    printf("cost\t%s\t%.0f\n", name, rounds[ROUNDS / 2]);
    fflush(stdout);
}

static void read_all(int socket, int count) {
    for (int i = 0; i < count; i++)
        if (recv(socket, message, sizeof message, 0) <= 0) fail("recv");
}

/* Sends this many messages, all except the last of each batch with MSG_MORE. With batches of one, no message has it. */
static void send_all(int socket, int size, int count, int batch) {
    for (int i = 1; i <= count; i++)
        if (send(socket, message, (size_t)size, i % batch && i < count ? MSG_MORE : 0) != size) fail("send");
}

static void one_way(const char *name, prepare prepared, int size, int count, int batch) {
    double rounds[ROUNDS];
    struct pair pair = connect_pair(prepared);
    pid_t reader = fork();
    if (!reader) {
        /* The first round is not measured. */
        for (int i = 0; i <= ROUNDS; i++) {
            read_all(pair.server, count);
            if (send(pair.server, message, 1, 0) != 1) fail("send");
        }
        _exit(0);
    }
    for (int i = -1; i < ROUNDS; i++) {
        double begin = now_ns();
        send_all(pair.client, size, count, batch);
        read_all(pair.client, 1);
        if (i >= 0) rounds[i] = (now_ns() - begin) / count;
    }
    waitpid(reader, 0, 0);
    close_pair(&pair);
    print_median(name, rounds);
}

static void round_trips(void) {
    double rounds[ROUNDS];
    struct pair pair = connect_pair(usual);
    for (int i = -1; i < ROUNDS; i++) {
        double begin = now_ns();
        for (int j = 0; j < ROUND_TRIPS; j++) {
            send_all(pair.client, 100, 1, 1);
            read_all(pair.server, 1);
            send_all(pair.server, 100, 1, 1);
            read_all(pair.client, 1);
        }
        if (i >= 0) rounds[i] = (now_ns() - begin) / ROUND_TRIPS;
    }
    close_pair(&pair);
    print_median("round trip, 100 B", rounds);
}

static void set_ups(void) {
    double rounds[ROUNDS];
    in_port_t port;
    int listener = open_listener(usual, &port);
    for (int i = -1; i < ROUNDS; i++) {
        double begin = now_ns();
        for (int j = 0; j < SET_UPS; j++) {
            int client = connect_to(usual, port), server = accept(listener, 0, 0);
            if (server < 0) fail("accept");
            close(client);
            if (recv(server, message, sizeof message, 0) != 0) fail("no end of the association");
            close(server);
        }
        if (i >= 0) rounds[i] = (now_ns() - begin) / SET_UPS;
    }
    close(listener);
    print_median("set-up and shutdown", rounds);
}

/* One message and its answer on each of many associations in turn; each has its own sockets. */
static void many_associations(const char *name, int count) {
    double rounds[ROUNDS];
    struct pair *pairs = calloc((size_t)count, sizeof *pairs);
    in_port_t port;
    int listener = open_listener(usual, &port);
    for (int i = 0; i < count; i++) {
        pairs[i].client = connect_to(usual, port);
        pairs[i].server = accept(listener, 0, 0);
        if (pairs[i].server < 0) fail("accept");
    }
    int turns = 1 + ROUND_TRIPS / count;
    for (int i = -1; i < ROUNDS; i++) {
        double begin = now_ns();
        for (int turn = 0; turn < turns; turn++)
            for (int j = 0; j < count; j++) {
                send_all(pairs[j].client, 100, 1, 1);
                read_all(pairs[j].server, 1);
                send_all(pairs[j].server, 100, 1, 1);
                read_all(pairs[j].client, 1);
            }
        if (i >= 0) rounds[i] = (now_ns() - begin) / turns / count;
    }
    for (int i = 0; i < count; i++) {
        close(pairs[i].client);
        close(pairs[i].server);
    }
    close(listener);
    free(pairs);
    print_median(name, rounds);
}

int main(int argc, char **argv) {
    one_way("one way, 100 B, single", usual, 100, 1000, 1);
    one_way("one way, 100 B, batches of 64", usual, 100, 1024, BATCH);
    one_way("one way, 1,400 B, single", usual, 1400, 500, 1);
    one_way("one way, 1,400 B, batches of 64", usual, 1400, 512, BATCH);
    one_way("one way, 8,000 B, single", usual, 8000, 200, 1);
    one_way("one way, 8,000 B, batches of 64", usual, 8000, 256, BATCH);
    round_trips();
    many_associations("round trip, 100 B, on each of 100 associations", 100);
    many_associations("round trip, 100 B, on each of 1,000 associations", 1000);
    set_ups();
    /* The script has checked that the kernel supports it, and has enabled it. */
    if (argc > 1 && !strcmp(argv[1], "udp")) {
        one_way("in UDP, one way, 100 B, single", in_udp, 100, 1000, 1);
        one_way("in UDP, one way, 1,400 B, single", in_udp, 1400, 500, 1);
    }
    return 0;
}
