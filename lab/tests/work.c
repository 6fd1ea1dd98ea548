/* Messages to and fro over one association; prints the nanoseconds a round trip took. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROUND_TRIPS = 10000, SIZE = 100 };

static int fail(const char *what) {
    perror(what);
    return 1;
}

int main(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
    int client = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
    if (listener < 0 || client < 0) return fail("socket");
    if (bind(listener, (void *)&at, sizeof at) || listen(listener, 1)) return fail("listen");
    if (getsockname(listener, (void *)&at, &length)) return fail("getsockname");
    if (connect(client, (void *)&at, sizeof at)) return fail("connect");
    int peer = accept(listener, 0, 0);
    if (peer < 0) return fail("accept");

    struct timespec start, end;
    char message[SIZE] = {0};
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < ROUND_TRIPS; i++) {
        if (send(client, message, SIZE, 0) != SIZE || recv(peer, message, SIZE, 0) != SIZE) return fail("there");
        if (send(peer, message, SIZE, 0) != SIZE || recv(client, message, SIZE, 0) != SIZE) return fail("back");
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.1f\n", ((end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / ROUND_TRIPS);
    close(client);
    close(peer);
    close(listener);
    return 0;
}
