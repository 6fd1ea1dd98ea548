/*
 * What the C peers share with io.sctp.bench.peers: their arguments, and rounds of messages whose length finds itself, a
 * warm-up first, each reported on a line of its own.
 */
#ifndef SCTPJAVA_BENCH_ROUNDS_H
#define SCTPJAVA_BENCH_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* Of sysexits.h: what is to be measured is not to be had on this machine. */
enum { ROUNDS_UNAVAILABLE = 69, ROUNDS_MAX_BATCH = 1024 };

struct rounds {
    const char *name;
    bool round_trip;
    int size;
    long warmup_ms;
    long duration_ms;
    int batch;
};

/* PEER MODE SIZE WARMUP_MS DURATION_MS BATCH [ignored...]; ends the program if they make no sense. */
struct rounds rounds_arguments(int argc, char **argv);

/* The two ends of a round, each called in a thread of its own. */
typedef void rounds_side(int messages);

/* Runs the warm-up and the measurement: first and second at the same time, again and again. */
void rounds_run(const struct rounds *rounds, rounds_side *first, rounds_side *second);

/* Adds processor time that another process has used for this round. */
void rounds_elsewhere(int64_t cpu_nanos);

/* Returns result; ends the program with what failed if it is negative. */
int rounds_check(int result, const char *what);

#endif
