/*
 * The traffic of io.sctp.bench.peers through usrsctp over UDP, without its debugging output. It uses two processes, as
 * a process can have only one usrsctp stack, with one receiving thread. One association on the loopback address,
 * packets of 1,452 bytes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>
#include <usrsctp.h>

#include "rounds.h"

enum { FIRST_UDP = 19899, SECOND_UDP = 19900, PORT = 5001, PATH_MTU = 1452 + 28, SOCKET_BUFFER_BYTES = 1 << 20 };

static struct rounds run;
static struct socket *channel;
/*
 * The connection to the other process. It is sent the number of messages of the next round, and reports their arrival
 * and its processor time.
 */
static int control;

static struct sockaddr_in loopback(void) {
    return (struct sockaddr_in){
            .sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void option(struct socket *socket, int level, int name, const void *value, socklen_t length, const char *what) {
    rounds_check(usrsctp_setsockopt(socket, level, name, value, length), what);
}

static struct socket *open_socket(uint16_t peer_udp) {
    struct socket *made = usrsctp_socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP, NULL, NULL, 0, NULL);
    rounds_check(made == NULL ? -1 : 0, "usrsctp_socket");
    int on = 1, size = SOCKET_BUFFER_BYTES;
    struct sctp_udpencaps encapsulation = {.sue_address.ss_family = AF_INET, .sue_port = htons(peer_udp)};
    struct sctp_paddrparams path = {
            .spp_address.ss_family = AF_INET, .spp_flags = SPP_PMTUD_DISABLE, .spp_pathmtu = PATH_MTU};
    option(made, IPPROTO_SCTP, SCTP_NODELAY, &on, sizeof on, "SCTP_NODELAY");
    option(made, IPPROTO_SCTP, SCTP_RECVRCVINFO, &on, sizeof on, "SCTP_RECVRCVINFO");
    option(made, SOL_SOCKET, SO_SNDBUF, &size, sizeof size, "SO_SNDBUF");
    option(made, SOL_SOCKET, SO_RCVBUF, &size, sizeof size, "SO_RCVBUF");
    option(made, IPPROTO_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation,
            "SCTP_REMOTE_UDP_ENCAPS_PORT");
    option(made, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path, sizeof path, "SCTP_PEER_ADDR_PARAMS");
    return made;
}

static void send_one(const char *memory) {
    struct sctp_sndinfo info = {.snd_ppid = htonl(46)};
    ssize_t sent =
            usrsctp_sendv(channel, memory, (size_t)run.size, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0);
    rounds_check((int)sent, "usrsctp_sendv");
}

static void receive_one(char *memory) {
    for (int left = run.size; left > 0;) {
        struct sctp_rcvinfo info;
        socklen_t info_length = sizeof info, from_length = 0;
        unsigned type;
        int flags = 0;
        int received = rounds_check((int)usrsctp_recvv(channel, memory, (size_t)left, NULL, &from_length, &info,
                                            &info_length, &type, &flags), "usrsctp_recvv");
        if (received == 0) {
            exit(1);
        }
        left -= received;
    }
}

static int64_t processor_nanos(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void first_end(int messages) {
    static char memory[1 << 18];
    rounds_check((int)write(control, &messages, sizeof messages), "write");
    for (int i = 0; i < messages; i++) {
        send_one(memory);
        if (run.round_trip) {
            receive_one(memory);
        }
    }
    int64_t used = 0;
    rounds_check(read(control, &used, sizeof used) == sizeof used ? 0 : -1, "the other process");
    rounds_elsewhere(used);
}

/* The second end is in the other process. */
static void second_end(int messages) { (void)messages; }

static void serve(void) {
    static char memory[1 << 18];
    for (int messages; read(control, &messages, sizeof messages) == sizeof messages;) {
        int64_t begin = processor_nanos();
        for (int i = 0; i < messages; i++) {
            receive_one(memory);
            if (run.round_trip) {
                send_one(memory);
            }
        }
        int64_t used = processor_nanos() - begin;
        rounds_check((int)write(control, &used, sizeof used), "write");
    }
}

static void listen_and_serve(void) {
    usrsctp_init(SECOND_UDP, NULL, NULL);
    struct sockaddr_in address = loopback();
    struct socket *listener = open_socket(FIRST_UDP);
    rounds_check(usrsctp_bind(listener, (struct sockaddr *)&address, sizeof address), "usrsctp_bind");
    rounds_check(usrsctp_listen(listener, 1), "usrsctp_listen");
    int ready = 0;
    rounds_check((int)write(control, &ready, sizeof ready), "write");
    channel = usrsctp_accept(listener, NULL, NULL);
    rounds_check(channel == NULL ? -1 : 0, "usrsctp_accept");
    serve();
    _exit(0);
}

int main(int argc, char **argv) {
    run = rounds_arguments(argc, argv);
    int ends[2];
    rounds_check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    int other = rounds_check(fork(), "fork");
    if (other == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        control = ends[1];
        listen_and_serve();
    }
    close(ends[1]);
    control = ends[0];
    int ready;
    rounds_check(read(control, &ready, sizeof ready) == sizeof ready ? 0 : -1, "the other process");
    usrsctp_init(FIRST_UDP, NULL, NULL);
    struct sockaddr_in address = loopback();
    channel = open_socket(SECOND_UDP);
    rounds_check(usrsctp_connect(channel, (struct sockaddr *)&address, sizeof address), "usrsctp_connect");
    rounds_run(&run, first_end, second_end);
    close(control);
    rounds_check(waitpid(other, NULL, 0), "waitpid"); /* its processor time counts as that of a child */
    _exit(0); /* both stacks end with their processes */
}
