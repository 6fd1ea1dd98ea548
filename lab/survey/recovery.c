/*
 * Measures how SCTP recovers from the loss that lab/survey/in-guest sets on loopback: the goodput of a one-way
 * transfer, and the p99 of delivery of a paced stream. Prints lines `recovery NAME VALUE`.
 */
#include "survey.h"

#include <sys/wait.h>

enum { TRANSFER = 10000, TRANSFER_BYTES = 1400, PACED = 30000, PACED_BYTES = 100, INTERVAL_NS = 1000000 };

/* Each message begins with the time at which it was due to be sent. */
static union {
    double due_ns;
    char bytes[TRANSFER_BYTES];
} message;

static void read_message(int socket, int size) {
    if (recv(socket, &message, sizeof message, 0) != size) fail("recv");
}

static void send_message(int socket, int size, double due_ns) {
    message.due_ns = due_ns;
    if (send(socket, &message, (size_t)size, 0) != size) fail("send");
}

/* Bytes of user data per millisecond, from the first send to the last delivery. */
static void print_goodput(int socket) {
    double begin = 0;
    for (int i = 0; i < TRANSFER; i++) {
        read_message(socket, TRANSFER_BYTES);
        if (i == 0) begin = message.due_ns;
    }
    printf("recovery\tgoodput of a transfer in messages of 1,400 B, kB/s\t%.0f\n",
        (double)TRANSFER * TRANSFER_BYTES / ((now_ns() - begin) / 1e6));
}

static void transfer(int socket) {
    for (int i = 0; i < TRANSFER; i++) send_message(socket, TRANSFER_BYTES, now_ns());
}

/* From the time at which a message was due to its delivery, so that a sender that has to wait does not hide a delay. */
static void print_p99(int socket) {
    static double delays[PACED];
    for (int i = 0; i < PACED; i++) {
        read_message(socket, PACED_BYTES);
        delays[i] = now_ns() - message.due_ns;
    }
    qsort(delays, PACED, sizeof *delays, ascending);
    printf("recovery\tp99 of delivery, 1,000 messages/s of 100 B, µs\t%.0f\n", delays[PACED * 99 / 100 - 1] / 1e3);
}

static void paced(int socket) {
    struct timespec due;
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (int i = 0; i < PACED; i++) {
        due.tv_nsec += INTERVAL_NS;
        if (due.tv_nsec >= 1000000000) {
            due.tv_nsec -= 1000000000;
            due.tv_sec++;
        }
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, 0);
        send_message(socket, PACED_BYTES, (double)due.tv_sec * 1e9 + (double)due.tv_nsec);
    }
}

/* Runs a receiver, which prints the figure, against a sender. */
static void measure(void (*receive)(int socket), void (*transmit)(int socket)) {
    struct pair pair = connect_pair(usual);
    int status;
    pid_t receiver = fork();
    if (receiver < 0) fail("fork");
    if (!receiver) {
        receive(pair.server);
        exit(0);
    }
    transmit(pair.client);
    if (waitpid(receiver, &status, 0) != receiver || status) {
        fprintf(stderr, "the receiver failed\n");
        exit(1);
    }
    close_pair(&pair);
}

int main(void) {
    measure(print_goodput, transfer);
    measure(print_p99, paced);
    return 0;
}
