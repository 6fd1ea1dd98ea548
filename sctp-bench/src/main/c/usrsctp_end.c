/*
 * One end of io.sctp.bench.paths.real through usrsctp over UDP, as well as it can be used: large socket buffers, and
 * messages received by a callback. The arguments are
 *
 *     send OWN_UDP PEER_UDP SIZE BUFFER_BYTES NAGLE
 *     receive OWN_UDP PEER_UDP SIZE BUFFER_BYTES NAGLE WARMUP_MS DURATION_MS
 *
 * It prints "ready" before it connects or when it listens. The receiver prints "received BYTES NANOS" for the messages
 * of DURATION_MS, which begins WARMUP_MS after the first one. Both end with their standard input.
 */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <usrsctp.h>

#include "rounds.h"

enum { PORT = 5001, PATH_MTU = 1452 + 28, MAX_SIZE = 1 << 18 };

static uint16_t peer_udp;
static int buffer_bytes, nagle;
static int64_t warmup_ns, duration_ns;
static _Atomic int64_t received_bytes, first_ns;

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void sleep_until(int64_t end_ns) {
    struct timespec end = {.tv_sec = end_ns / 1000000000, .tv_nsec = end_ns % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL);
}

static struct sockaddr_in loopback(uint16_t port) {
    return (struct sockaddr_in){
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void option(struct socket *socket, int level, int name, const void *value, socklen_t length, const char *what) {
    rounds_check(usrsctp_setsockopt(socket, level, name, value, length), what);
}

/* Called by usrsctp's thread for each message; without data at the end of the association. */
static int on_message(struct socket *socket, union sctp_sockstore address, void *data, size_t length,
        struct sctp_rcvinfo info, int flags, void *context) {
    (void)socket, (void)address, (void)info, (void)context;
    if (data == NULL) {
        fprintf(stderr, "the association has ended\n");
        _exit(1);
    }
    if ((flags & MSG_NOTIFICATION) == 0) {
        if (atomic_load(&first_ns) == 0) {
            atomic_store(&first_ns, now_ns());
        }
        atomic_fetch_add(&received_bytes, (int64_t)length);
    }
    free(data);
    return 1;
}

static struct socket *open_socket(bool receives) {
    struct socket *made = usrsctp_socket(
            AF_INET, SOCK_STREAM, IPPROTO_SCTP, receives ? on_message : NULL, NULL, 0, NULL);
    rounds_check(made == NULL ? -1 : 0, "usrsctp_socket");
    int no_nagle = !nagle;
    struct sctp_udpencaps encapsulation = {.sue_address.ss_family = AF_INET, .sue_port = htons(peer_udp)};
    struct sctp_paddrparams path = {
            .spp_address.ss_family = AF_INET, .spp_flags = SPP_PMTUD_DISABLE, .spp_pathmtu = PATH_MTU};
    option(made, IPPROTO_SCTP, SCTP_NODELAY, &no_nagle, sizeof no_nagle, "SCTP_NODELAY");
    option(made, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes, "SO_SNDBUF");
    option(made, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes, "SO_RCVBUF");
    option(made, IPPROTO_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation,
            "SCTP_REMOTE_UDP_ENCAPS_PORT");
    option(made, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path, sizeof path, "SCTP_PEER_ADDR_PARAMS");
    return made;
}

static void say_ready(void) {
    puts("ready");
    fflush(stdout);
}

static void receive_all(void) {
    struct sockaddr_in address = loopback(PORT);
    struct socket *listener = open_socket(true);
    rounds_check(usrsctp_bind(listener, (struct sockaddr *)&address, sizeof address), "usrsctp_bind");
    rounds_check(usrsctp_listen(listener, 1), "usrsctp_listen");
    say_ready();
    rounds_check(usrsctp_accept(listener, NULL, NULL) == NULL ? -1 : 0, "usrsctp_accept");
    while (atomic_load(&first_ns) == 0) {
        sleep_until(now_ns() + 1000000);
    }
    sleep_until(atomic_load(&first_ns) + warmup_ns);
    int64_t begin_ns = now_ns(), before = atomic_load(&received_bytes);
    sleep_until(begin_ns + duration_ns);
    int64_t bytes = atomic_load(&received_bytes) - before;
    printf("received %lld %lld\n", (long long)bytes, (long long)(now_ns() - begin_ns));
    fflush(stdout);
    pause();
}

static void send_all(size_t size) {
    static char memory[MAX_SIZE];
    struct sockaddr_in own = loopback(0), peer = loopback(PORT);
    struct socket *channel = open_socket(false);
    rounds_check(usrsctp_bind(channel, (struct sockaddr *)&own, sizeof own), "usrsctp_bind");
    say_ready();
    rounds_check(usrsctp_connect(channel, (struct sockaddr *)&peer, sizeof peer), "usrsctp_connect");
    struct sctp_sndinfo info = {.snd_ppid = htonl(46)};
    for (;;) {
        rounds_check((int)usrsctp_sendv(channel, memory, size, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0),
                "usrsctp_sendv");
    }
}

/* Whoever started this process has ended, or wants it to end. */
static void *await_end(void *unused) {
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    _exit(0);
    return unused;
}

int main(int argc, char **argv) {
    bool receives = argc == 9 && strcmp(argv[1], "receive") == 0;
    long size = argc >= 7 ? atol(argv[4]) : 0;
    if ((!receives && (argc != 7 || strcmp(argv[1], "send") != 0)) || size < 1 || size > MAX_SIZE) {
        fprintf(stderr, "usage: %s send|receive OWN_UDP PEER_UDP SIZE BUFFER_BYTES NAGLE [WARMUP_MS DURATION_MS]\n",
                argv[0]);
        return 2;
    }
    peer_udp = (uint16_t)atoi(argv[3]);
    buffer_bytes = atoi(argv[5]);
    nagle = atoi(argv[6]);
    pthread_t thread;
    rounds_check(pthread_create(&thread, NULL, await_end, NULL) == 0 ? 0 : -1, "pthread_create");
    usrsctp_init((uint16_t)atoi(argv[2]), NULL, NULL);
    if (receives) {
        warmup_ns = atoll(argv[7]) * 1000000;
        duration_ns = atoll(argv[8]) * 1000000;
        receive_all();
    } else {
        send_all((size_t)size);
    }
    _exit(0); /* the stack ends with its process */
}
