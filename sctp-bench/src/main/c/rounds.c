#include "rounds.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 10, FIRST_MESSAGES = 1000, MAX_MESSAGES = 10000000, MAX_GROWTH = 10 };

struct side {
    rounds_side *run;
    int messages;
};

int rounds_check(int result, const char *what) {
    if (result < 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(errno));
        exit(1);
    }
    return result;
}

struct rounds rounds_arguments(int argc, char **argv) {
    struct rounds rounds = {0};
    if (argc >= 7) {
        rounds = (struct rounds){
                .name = argv[1],
                .round_trip = strcmp(argv[2], "round-trip") == 0,
                .size = atoi(argv[3]),
                .warmup_ms = atol(argv[4]),
                .duration_ms = atol(argv[5]),
                .batch = atoi(argv[6]),
        };
    }
    if (rounds.size < 1 || rounds.duration_ms < 1 || rounds.batch < 1 || rounds.batch > ROUNDS_MAX_BATCH) {
        fprintf(stderr, "usage: %s PEER one-way|round-trip SIZE WARMUP_MS DURATION_MS BATCH\n", argv[0]);
        exit(2);
    }
    return rounds;
}

static int64_t nanos(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int64_t elsewhere;

void rounds_elsewhere(int64_t cpu_nanos) {
    elsewhere += cpu_nanos;
}

static void *run_side(void *argument) {
    const struct side *side = argument;
    side->run(side->messages);
    return NULL;
}

static int64_t round_of(const char *kind, int messages, rounds_side *first, rounds_side *second) {
    int64_t cpu = nanos(CLOCK_PROCESS_CPUTIME_ID) + elsewhere, begin = nanos(CLOCK_MONOTONIC);
    struct side other = {second, messages};
    pthread_t thread;
    errno = pthread_create(&thread, NULL, run_side, &other);
    rounds_check(errno == 0 ? 0 : -1, "pthread_create");
    first(messages);
    pthread_join(thread, NULL);
    int64_t took = nanos(CLOCK_MONOTONIC) - begin;
    printf("%s %d %lld %lld -1\n", kind, messages, (long long)took,
            (long long)(nanos(CLOCK_PROCESS_CPUTIME_ID) + elsewhere - cpu));
    fflush(stdout);
    return took;
}

void rounds_run(const struct rounds *rounds, rounds_side *first, rounds_side *second) {
    int64_t target = rounds->duration_ms * 1000000 / ROUNDS;
    int64_t messages = FIRST_MESSAGES;
    for (int64_t warmed = 0; warmed < rounds->warmup_ms * 1000000;) {
        int64_t took = round_of("warm-up", (int)messages, first, second);
        warmed += took;
        int64_t wanted = messages * target / (took > 0 ? took : 1);
        int64_t most = messages * MAX_GROWTH < MAX_MESSAGES ? messages * MAX_GROWTH : MAX_MESSAGES;
        messages = wanted < 1 ? 1 : wanted < most ? wanted : most;
    }
    for (int i = 0; i < ROUNDS; i++) {
        round_of("round", (int)messages, first, second);
    }
}
