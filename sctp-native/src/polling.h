/* Waiting: poll of one descriptor and a wake-up descriptor, epoll of many, and the eventfd that wakes. */
#ifndef SCTPJAVA_POLLING_H
#define SCTPJAVA_POLLING_H

#include <stdint.h>

/* Set in the result of sctpjava_poll_wait if the wake-up descriptor was readable. */
#define SCTPJAVA_POLL_WOKEN 0x10000

/*
 * One ready descriptor of epoll. The kernel's struct differs between x86-64 (packed) and aarch64, so this one is used.
 */
struct sctpjava_ready {
    uint32_t events;
    uint32_t reserved;
    int64_t data;
};

/*
 * Waits up to timeout_millis (unlimited if negative). Returns the revents of fd, or 0 at the timeout. Either fd may be
 * -1.
 */
int sctpjava_poll_wait(int fd, int events, int wake_fd, int timeout_millis);

int sctpjava_epoll_create(void);
int sctpjava_epoll_control(int epoll_fd, int operation, int fd, int events, int64_t data);
/* Returns the number of entries filled. */
int sctpjava_epoll_wait(int epoll_fd, struct sctpjava_ready *ready, int capacity, int timeout_millis);

int sctpjava_event_create(void);
int sctpjava_event_signal(int fd);
/* Clears all signals. Returns whether there were any. */
int sctpjava_event_drain(int fd);

#endif
