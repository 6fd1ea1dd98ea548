#include "polling.h"

#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "result.h"

_Static_assert(sizeof(struct epoll_event) <= sizeof(struct sctpjava_ready), "epoll events are widened in place");

static int64_t monotonic_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The time left until the deadline; an unlimited wait stays unlimited. */
static int remaining_millis(int timeout_millis, int64_t started_millis) {
    if (timeout_millis < 0) {
        return -1;
    }
    int64_t left = started_millis + timeout_millis - monotonic_millis();
    return left > 0 ? (int)left : 0;
}

int sctpjava_poll_wait(int fd, int events, int wake_fd, int timeout_millis) {
    if (fd < 0 && wake_fd < 0 && timeout_millis < 0) {
        return -EINVAL; /* nothing would ever end the wait */
    }
    struct pollfd polled[2] = {{.fd = fd, .events = (short)events}, {.fd = wake_fd, .events = POLLIN}};
    int64_t started = timeout_millis > 0 ? monotonic_millis() : 0;
    int left = timeout_millis;
    int ready;
    while ((ready = poll(polled, 2, left)) < 0 && errno == EINTR) {
        left = timeout_millis > 0 ? remaining_millis(timeout_millis, started) : timeout_millis;
    }
    if (ready < 0) {
        return -errno;
    }
    return (unsigned short)polled[0].revents | (polled[1].revents != 0 ? SCTPJAVA_POLL_WOKEN : 0);
}

int sctpjava_epoll_create(void) {
    return sctpjava_result(epoll_create1(EPOLL_CLOEXEC));
}

int sctpjava_epoll_control(int epoll_fd, int operation, int fd, int events, int64_t data) {
    struct epoll_event event = {.events = (uint32_t)events, .data = {.u64 = (uint64_t)data}};
    return sctpjava_result(epoll_ctl(epoll_fd, operation, fd, &event));
}

int sctpjava_epoll_wait(int epoll_fd, struct sctpjava_ready *ready, int capacity, int timeout_millis) {
    int64_t started = timeout_millis > 0 ? monotonic_millis() : 0;
    int left = timeout_millis;
    int count;
    while ((count = epoll_wait(epoll_fd, (struct epoll_event *)(void *)ready, capacity, left)) < 0 && errno == EINTR) {
        left = timeout_millis > 0 ? remaining_millis(timeout_millis, started) : timeout_millis;
    }
    if (count < 0) {
        return -errno;
    }
    /* From the last to the first, so that no event is overwritten before it is read. */
    for (int i = count; i-- > 0;) {
        struct epoll_event event;
        memcpy(&event, (const char *)ready + (size_t)i * sizeof event, sizeof event);
        struct sctpjava_ready widened = {.events = event.events, .data = (int64_t)event.data.u64};
        memcpy(&ready[i], &widened, sizeof widened);
    }
    return count;
}

int sctpjava_event_create(void) {
    return sctpjava_result(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
}

int sctpjava_event_signal(int fd) {
    uint64_t one = 1;
    ssize_t written;
    do {
        written = write(fd, &one, sizeof one);
    } while (written < 0 && errno == EINTR);
    /* EAGAIN: the counter is full, so the wake-up is already pending. */
    return written < 0 && errno != EAGAIN ? -errno : 0;
}

int sctpjava_event_drain(int fd) {
    uint64_t signals;
    ssize_t taken;
    do {
        taken = read(fd, &signals, sizeof signals);
    } while (taken < 0 && errno == EINTR);
    if (taken < 0) {
        return errno == EAGAIN ? 0 : -errno;
    }
    return 1;
}
