/*
 * The traffic of io.sctp.bench.peers in C: peer one-way|round-trip MESSAGES ROUNDS [BYTES [BATCH [info]]]. Two threads, one
 * association on the loopback address, blocking sockets without Nagle; one way in batches of sendmmsg with MSG_MORE and
 * recvmmsg. With info, messages carry a stream and a payload protocol identifier, which the receiver is told.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/sctp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { MAX_BATCH = 1024 };

static struct {
    int first;
    int second;
    int messages;
    int bytes;
    int batch;
    int info;
} run;

/* Room for what is said of a message besides its bytes. */
struct control {
    _Alignas(struct cmsghdr) char bytes[CMSG_SPACE(sizeof(struct sctp_rcvinfo))];
};

static int check(int result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
        exit(1);
    }
    return result;
}

static void prepare(int fd) {
    int on = 1, size = 1 << 20;
    check(setsockopt(fd, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on), "SCTP_NODELAY");
    check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), "SO_SNDBUF");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), "SO_RCVBUF");
    if (run.info) {
        check(setsockopt(fd, IPPROTO_SCTP, SCTP_RECVRCVINFO, &on, sizeof on), "SCTP_RECVRCVINFO");
    }
}

static void open_pair(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = check(socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP), "socket");
    check(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
    check(listen(listener, 1), "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
    run.first = check(socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP), "socket");
    prepare(run.first);
    check(connect(run.first, (struct sockaddr *)&address, sizeof address), "connect");
    run.second = check(accept(listener, NULL, NULL), "accept");
    prepare(run.second);
    close(listener);
}

static char *payloads(void) {
    char *memory = calloc((size_t)run.batch, (size_t)run.bytes);
    check(memory == NULL ? -1 : 0, "calloc");
    return memory;
}

/* With information, each message is sent on a stream with a ppid, and told of when it is received. */
static void describe(struct mmsghdr *headers, struct iovec *vectors, struct control *controls, char *memory, int sending) {
    for (int i = 0; i < run.batch; i++) {
        vectors[i] = (struct iovec){.iov_base = memory + (size_t)i * (size_t)run.bytes, .iov_len = (size_t)run.bytes};
        struct msghdr *header = &headers[i].msg_hdr;
        *header = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
        if (!run.info) {
            continue;
        }
        header->msg_control = controls[i].bytes;
        header->msg_controllen = sizeof controls[i].bytes;
        if (sending) {
            header->msg_controllen = CMSG_SPACE(sizeof(struct sctp_sndinfo));
            struct cmsghdr *cmsg = CMSG_FIRSTHDR(header);
            cmsg->cmsg_level = IPPROTO_SCTP;
            cmsg->cmsg_type = SCTP_SNDINFO;
            cmsg->cmsg_len = CMSG_LEN(sizeof(struct sctp_sndinfo));
            struct sctp_sndinfo info = {.snd_sid = 0, .snd_ppid = htonl(46)};
            memcpy(CMSG_DATA(cmsg), &info, sizeof info);
        }
    }
}

static void send_all(void) {
    static struct mmsghdr headers[MAX_BATCH];
    static struct iovec vectors[MAX_BATCH];
    static struct control controls[MAX_BATCH];
    char *memory = payloads();
    describe(headers, vectors, controls, memory, 1);
    for (int left = run.messages; left > 0;) {
        int count = left < run.batch ? left : run.batch;
        for (int sent = 0; sent < count;) {
            int more = count - 1 - sent;
            sent += more > 0 ? check(sendmmsg(run.first, headers, (unsigned)more, MSG_MORE), "sendmmsg")
                             : check(sendmmsg(run.first, headers, 1, 0), "sendmmsg");
        }
        left -= count;
    }
    free(memory);
}

static void *receive_all(void *unused) {
    static struct mmsghdr headers[MAX_BATCH];
    static struct iovec vectors[MAX_BATCH];
    static struct control controls[MAX_BATCH];
    char *memory = payloads();
    for (int left = run.messages; left > 0;) {
        describe(headers, vectors, controls, memory, 0);
        left -= check(recvmmsg(run.second, headers, (unsigned)run.batch, MSG_WAITFORONE, NULL), "recvmmsg");
    }
    free(memory);
    return unused;
}

static void exchange(int fd, char *memory, int send_first) {
    for (int i = 0; i < run.messages; i++) {
        if (send_first) {
            check((int)send(fd, memory, (size_t)run.bytes, 0), "send");
        }
        check((int)recv(fd, memory, (size_t)run.bytes, 0), "recv");
        if (!send_first) {
            check((int)send(fd, memory, (size_t)run.bytes, 0), "send");
        }
    }
}

static void *answer_all(void *unused) {
    char *memory = payloads();
    exchange(run.second, memory, 0);
    free(memory);
    return unused;
}

static void ask_all(void) {
    char *memory = payloads();
    exchange(run.first, memory, 1);
    free(memory);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: peer one-way|round-trip MESSAGES ROUNDS [BYTES [BATCH [info]]]\n");
        return 2;
    }
    int round_trip = strcmp(argv[1], "round-trip") == 0;
    run.messages = atoi(argv[2]);
    run.bytes = argc > 4 ? atoi(argv[4]) : 100;
    run.batch = argc > 5 ? atoi(argv[5]) : 64;
    run.info = argc > 6 && strcmp(argv[6], "info") == 0;
    if (run.batch < 1 || run.batch > MAX_BATCH || run.bytes < 1) {
        fprintf(stderr, "peer: a batch has 1 to %d messages of at least one byte\n", MAX_BATCH);
        return 2;
    }
    open_pair();
    for (int round = 1; round <= atoi(argv[3]); round++) {
        pthread_t other;
        errno = pthread_create(&other, NULL, round_trip ? answer_all : receive_all, NULL);
        check(errno == 0 ? 0 : -1, "pthread_create");
        double begin = now();
        round_trip ? ask_all() : send_all();
        pthread_join(other, NULL);
        double nanos = now() - begin;
        printf("c%s %s round %d: %d messages, %.0f/s, %.0f ns each\n", run.info ? "-info" : "", argv[1], round, run.messages,
                run.messages * 1e9 / nanos, nanos / run.messages);
    }
    return 0;
}
