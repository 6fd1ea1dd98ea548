/* Waiting: poll of one descriptor beside a wake-up, epoll of many, and the eventfd that wakes. */
#ifndef SCTPJAVA_POLLING_H
#define SCTPJAVA_POLLING_H

#include <stdint.h>

/* Set in the result of sctpjava_poll_wait when the wake-up descriptor was readable. */
#define SCTPJAVA_POLL_WOKEN 0x10000

/* One ready descriptor of epoll. Ours, since the kernel's struct differs between x86-64 (packed) and aarch64. */
struct sctpjava_ready {
    uint32_t events;
    uint32_t reserved;
    int64_t data;
};

/* Waits up to timeout_millis (without limit if negative) and returns the revents of fd, 0 when time ran out. Either may be -1. */
int sctpjava_poll_wait(int fd, int events, int wake_fd, int timeout_millis);

int sctpjava_epoll_create(void);
int sctpjava_epoll_control(int epoll_fd, int operation, int fd, int events, int64_t data);
/* Returns how many of the capacity entries were filled. */
int sctpjava_epoll_wait(int epoll_fd, struct sctpjava_ready *ready, int capacity, int timeout_millis);

int sctpjava_event_create(void);
int sctpjava_event_signal(int fd);
/* Takes back all signals; returns whether there were any. */
int sctpjava_event_drain(int fd);

#endif
