/* Shared by the parts of the survey: sockets over loopback, and the output of results. */
#ifndef SCTPJAVA_LAB_SURVEY_H
#define SCTPJAVA_LAB_SURVEY_H

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sctp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The two ends of an association. */
struct pair {
    int client;
    int server;
    int listener;
    in_port_t port;
};

/* Prepares a socket before it is bound or connected; may be null. */
typedef void (*prepare)(int socket);

static inline void fail(const char *what) {
    perror(what);
    exit(1);
}

static inline void set_int(int socket, int level, int option, int value) {
    if (setsockopt(socket, level, option, &value, sizeof value)) fail("setsockopt");
}

/* The same buffers on every kernel: the largest that one may ask for differs. */
static inline void usual(int socket) {
    enum { BUFFER = 200 * 1024 };
    set_int(socket, IPPROTO_SCTP, SCTP_NODELAY, 1);
    set_int(socket, SOL_SOCKET, SO_SNDBUF, BUFFER);
    set_int(socket, SOL_SOCKET, SO_RCVBUF, BUFFER);
}

static inline int open_socket(prepare prepared) {
    int opened = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
    if (opened < 0) fail("socket");
    if (prepared) prepared(opened);
    return opened;
}

static inline struct sockaddr_in loopback(in_port_t port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = port};
}

static inline int open_listener(prepare prepared, in_port_t *port) {
    struct sockaddr_in at = loopback(0);
    socklen_t length = sizeof at;
    int listener = open_socket(prepared);
    if (bind(listener, (void *)&at, sizeof at) || listen(listener, 100)) fail("listen");
    if (getsockname(listener, (void *)&at, &length)) fail("getsockname");
    *port = at.sin_port;
    return listener;
}

static inline int connect_to(prepare prepared, in_port_t port) {
    struct sockaddr_in at = loopback(port);
    int client = open_socket(prepared);
    if (connect(client, (void *)&at, sizeof at)) fail("connect");
    return client;
}

static inline struct pair connect_pair(prepare prepared) {
    struct pair pair;
    pair.listener = open_listener(prepared, &pair.port);
    pair.client = connect_to(prepared, pair.port);
    pair.server = accept(pair.listener, 0, 0);
    if (pair.server < 0) fail("accept");
    return pair;
}

static inline void close_pair(const struct pair *pair) {
    close(pair->client);
    close(pair->server);
    close(pair->listener);
}

static inline void sleep_ms(long ms) {
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, 0);
}

/* Orders numbers for qsort. */
static inline int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

#endif
