/*
 * The traffic of io.sctp.bench.peers over the kernel's SCTP in C: two threads, one association on the loopback address,
 * blocking sockets without the Nagle algorithm; one way in batches of sendmmsg with MSG_MORE and of recvmmsg. As peer
 * "c-info" it sends messages with stream and payload protocol identifier, and receives that information, as Java always
 * does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/sctp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "rounds.h"

static struct rounds run;
static bool info;
static int first, second;

/* Space for the ancillary data of a message. */
struct control {
    _Alignas(struct cmsghdr) char bytes[CMSG_SPACE(sizeof(struct sctp_rcvinfo))];
};

static void prepare(int fd) {
    int on = 1, size = 1 << 20;
    rounds_check(setsockopt(fd, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on), "SCTP_NODELAY");
    rounds_check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), "SO_SNDBUF");
    rounds_check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), "SO_RCVBUF");
    if (info) {
        rounds_check(setsockopt(fd, IPPROTO_SCTP, SCTP_RECVRCVINFO, &on, sizeof on), "SCTP_RECVRCVINFO");
    }
}

static void open_pair(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = rounds_check(socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP), "socket");
    rounds_check(bind(listener, (struct sockaddr *)&address, sizeof address), "bind");
    rounds_check(listen(listener, 1), "listen");
    rounds_check(getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
    first = rounds_check(socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP), "socket");
    prepare(first);
    rounds_check(connect(first, (struct sockaddr *)&address, sizeof address), "connect");
    second = rounds_check(accept(listener, NULL, NULL), "accept");
    prepare(second);
    close(listener);
}

static char *payloads(void) {
    char *memory = calloc((size_t)run.batch, (size_t)run.size);
    rounds_check(memory == NULL ? -1 : 0, "calloc");
    return memory;
}

/* With information, each message has a stream and a payload protocol identifier, and the receiver gets both. */
static void describe(
        struct mmsghdr *headers, struct iovec *vectors, struct control *controls, char *memory, int sending) {
    for (int i = 0; i < run.batch; i++) {
        vectors[i] = (struct iovec){.iov_base = memory + (size_t)i * (size_t)run.size, .iov_len = (size_t)run.size};
        struct msghdr *header = &headers[i].msg_hdr;
        *header = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
        if (!info) {
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
            struct sctp_sndinfo sent = {.snd_sid = 0, .snd_ppid = htonl(46)};
            memcpy(CMSG_DATA(cmsg), &sent, sizeof sent);
        }
    }
}

static void send_all(int messages) {
    static struct mmsghdr headers[ROUNDS_MAX_BATCH];
    static struct iovec vectors[ROUNDS_MAX_BATCH];
    static struct control controls[ROUNDS_MAX_BATCH];
    char *memory = payloads();
    describe(headers, vectors, controls, memory, 1);
    for (int left = messages; left > 0;) {
        int count = left < run.batch ? left : run.batch;
        for (int sent = 0; sent < count;) {
            int more = count - 1 - sent;
            sent += more > 0 ? rounds_check(sendmmsg(first, headers, (unsigned)more, MSG_MORE), "sendmmsg")
                             : rounds_check(sendmmsg(first, headers, 1, 0), "sendmmsg");
        }
        left -= count;
    }
    free(memory);
}

static void receive_all(int messages) {
    static struct mmsghdr headers[ROUNDS_MAX_BATCH];
    static struct iovec vectors[ROUNDS_MAX_BATCH];
    static struct control controls[ROUNDS_MAX_BATCH];
    char *memory = payloads();
    for (int left = messages; left > 0;) {
        describe(headers, vectors, controls, memory, 0);
        left -= rounds_check(recvmmsg(second, headers, (unsigned)run.batch, MSG_WAITFORONE, NULL), "recvmmsg");
    }
    free(memory);
}

static void exchange(int fd, int messages, bool send_first) {
    char *memory = payloads();
    for (int i = 0; i < messages; i++) {
        if (send_first) {
            rounds_check((int)send(fd, memory, (size_t)run.size, 0), "send");
        }
        rounds_check((int)recv(fd, memory, (size_t)run.size, 0), "recv");
        if (!send_first) {
            rounds_check((int)send(fd, memory, (size_t)run.size, 0), "send");
        }
    }
    free(memory);
}

static void ask_all(int messages) { exchange(first, messages, true); }

static void answer_all(int messages) { exchange(second, messages, false); }

int main(int argc, char **argv) {
    run = rounds_arguments(argc, argv);
    info = strcmp(run.name, "c-info") == 0;
    open_pair();
    rounds_run(&run, run.round_trip ? ask_all : send_all, run.round_trip ? answer_all : receive_all);
    return 0;
}
