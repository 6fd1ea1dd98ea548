/*
 * The interface of the C peers to io.sctp.bench.peers: their arguments, and rounds of messages. The length of rounds is
 * adapted to the speed. The first rounds are a warm-up, and each round is reported on a line.
 */
#ifndef SCTPJAVA_BENCH_ROUNDS_H
#define SCTPJAVA_BENCH_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* EX_UNAVAILABLE of sysexits.h: the peer is not available on this machine. */
enum { ROUNDS_UNAVAILABLE = 69, ROUNDS_MAX_BATCH = 1024 };

struct rounds {
    const char *name;
    bool round_trip;
    int size;
    long warmup_ms;
    long duration_ms;
    int batch;
};

/* Parses PEER MODE SIZE WARMUP_MS DURATION_MS BATCH [ignored...]; ends the program if they are invalid. */
struct rounds rounds_arguments(int argc, char **argv);

/* One end of a round, called in its own thread. */
typedef void rounds_side(int messages);

/* Runs the warm-up and the measurement: repeatedly calls first and second at the same time. */
void rounds_run(const struct rounds *rounds, rounds_side *first, rounds_side *second);

/* Adds the processor time that another process used for this round. */
void rounds_elsewhere(int64_t cpu_nanos);

/* Returns the result. If it is negative, ends the program with a message that names the failed call. */
int rounds_check(int result, const char *what);

#endif
