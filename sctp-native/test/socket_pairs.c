/*
 * socket_pairs COUNT FIRST COMMAND...: runs a command with so many pairs of connected sockets as its descriptors FIRST
 * and those behind. For Java tests: they keep messages apart, as SCTP's do, and need no SCTP in the kernel.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: %s COUNT FIRST COMMAND...\n", arguments[0]);
        return 2;
    }
    int pairs = atoi(arguments[1]);
    int next = atoi(arguments[2]);
    for (int i = 0; i < pairs; i++) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0 || dup2(ends[0], next) < 0 ||
            dup2(ends[1], next + 1) < 0 || close(ends[0]) < 0 || close(ends[1]) < 0) {
            perror("socket_pairs");
            return 1;
        }
        next += 2;
    }
    execvp(arguments[3], arguments + 3);
    perror(arguments[3]);
    return 127;
}
