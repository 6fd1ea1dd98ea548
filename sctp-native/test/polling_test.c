/* Waiting, on real descriptors; interruptions come from a poll of our own. */
#include "polling.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

int __wrap_poll(struct pollfd *polled, nfds_t count, int timeout);
int __real_poll(struct pollfd *polled, nfds_t count, int timeout);
int __wrap_epoll_wait(int fd, struct epoll_event *events, int capacity, int timeout);
int __real_epoll_wait(int fd, struct epoll_event *events, int capacity, int timeout);

/* The next calls sleep so long and are then interrupted. */
static int interruptions;
static int timeouts[4];
static int calls;

static int interrupted(int timeout) {
    timeouts[calls++ % 4] = timeout;
    if (interruptions == 0) {
        return 0;
    }
    interruptions--;
    struct timespec pause = {.tv_nsec = 20000000};
    nanosleep(&pause, NULL);
    errno = EINTR;
    return 1;
}

int __wrap_poll(struct pollfd *polled, nfds_t count, int timeout) {
    return interrupted(timeout) ? -1 : __real_poll(polled, count, timeout);
}

int __wrap_epoll_wait(int fd, struct epoll_event *events, int capacity, int timeout) {
    return interrupted(timeout) ? -1 : __real_epoll_wait(fd, events, capacity, timeout);
}

static int pair[2];
static int wake;

static void should_tell_readiness_wake_up_and_time_out_apart(void) {
    CHECK_EQUAL(0, sctpjava_poll_wait(pair[0], POLLIN, wake, 1));
    CHECK_EQUAL(POLLOUT, sctpjava_poll_wait(pair[0], POLLIN | POLLOUT, wake, -1));
    CHECK_EQUAL(0, sctpjava_event_signal(wake));
    CHECK_EQUAL(SCTPJAVA_POLL_WOKEN, sctpjava_poll_wait(pair[0], POLLIN, wake, -1));
    CHECK_EQUAL(SCTPJAVA_POLL_WOKEN, sctpjava_poll_wait(-1, 0, wake, -1));
    CHECK_EQUAL(SCTPJAVA_POLL_WOKEN | POLLOUT, sctpjava_poll_wait(pair[0], POLLOUT, wake, -1));
    CHECK_EQUAL(POLLOUT, sctpjava_poll_wait(pair[0], POLLOUT, -1, -1));
    CHECK_EQUAL(1, sctpjava_event_drain(wake));
    CHECK_EQUAL(0, sctpjava_event_drain(wake));
    CHECK_EQUAL(POLLNVAL, sctpjava_poll_wait(12345, POLLIN, wake, -1));
    CHECK_EQUAL(-EINVAL, sctpjava_poll_wait(-1, POLLIN, -1, -1));
}

static void should_wait_only_for_what_is_left_after_an_interruption(void) {
    interruptions = 1;
    calls = 0;
    CHECK_EQUAL(0, sctpjava_poll_wait(pair[0], POLLIN, wake, 30));
    CHECK_EQUAL(2, calls);
    CHECK_EQUAL(30, timeouts[0]);
    CHECK(timeouts[1] <= 11);
    interruptions = 2;
    calls = 0;
    CHECK_EQUAL(0, sctpjava_poll_wait(pair[0], POLLIN, wake, 10));
    CHECK_EQUAL(0, timeouts[2]); /* time was over: one last look */
    interruptions = 1;
    calls = 0;
    CHECK_EQUAL(POLLOUT, sctpjava_poll_wait(pair[0], POLLOUT, wake, -1));
    CHECK_EQUAL(-1, timeouts[1]);
}

static void should_widen_every_event_in_place(void) {
    int epoll = sctpjava_epoll_create();
    CHECK(epoll >= 0);
    int many[16][2];
    for (int i = 0; i < 16; i++) {
        CHECK_EQUAL(0, socketpair(AF_UNIX, SOCK_STREAM, 0, many[i]));
        CHECK_EQUAL(0, sctpjava_epoll_control(epoll, EPOLL_CTL_ADD, many[i][0], EPOLLOUT, INT64_MIN + i));
    }
    struct sctpjava_ready ready[17];
    memset(ready, 0xff, sizeof ready);
    interruptions = 1;
    CHECK_EQUAL(16, sctpjava_epoll_wait(epoll, ready, 16, 1000));
    for (int i = 0; i < 16; i++) {
        CHECK_EQUAL(EPOLLOUT, ready[i].events);
        CHECK_EQUAL(0, ready[i].reserved);
        CHECK_EQUAL(INT64_MIN + i, ready[i].data);
    }
    CHECK_EQUAL(-1, ready[16].data);
    for (int i = 0; i < 16; i++) {
        CHECK_EQUAL(0, sctpjava_epoll_control(epoll, EPOLL_CTL_MOD, many[i][0], EPOLLIN, i));
    }
    CHECK_EQUAL(0, sctpjava_epoll_wait(epoll, ready, 16, 0));
    CHECK_EQUAL(0, sctpjava_epoll_control(epoll, EPOLL_CTL_DEL, many[0][0], 0, 0));
    CHECK_EQUAL(-ENOENT, sctpjava_epoll_control(epoll, EPOLL_CTL_DEL, many[0][0], 0, 0));
    CHECK_EQUAL(-EINVAL, sctpjava_epoll_wait(epoll, ready, 0, 0));
    CHECK_EQUAL(-EBADF, sctpjava_epoll_wait(-1, ready, 1, 0));
    for (int i = 0; i < 16; i++) {
        close(many[i][0]);
        close(many[i][1]);
    }
    close(epoll);
}

static void should_take_a_full_wake_up_for_a_signal(void) {
    uint64_t most = UINT64_MAX - 1;
    CHECK_EQUAL(sizeof most, write(wake, &most, sizeof most));
    CHECK_EQUAL(0, sctpjava_event_signal(wake));
    CHECK_EQUAL(1, sctpjava_event_drain(wake));
    CHECK_EQUAL(-EBADF, sctpjava_event_signal(-1));
    CHECK_EQUAL(-EBADF, sctpjava_event_drain(-1));
}

int main(void) {
    CHECK_EQUAL(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    wake = sctpjava_event_create();
    CHECK(wake >= 0);
    should_tell_readiness_wake_up_and_time_out_apart();
    should_wait_only_for_what_is_left_after_an_interruption();
    should_widen_every_event_in_place();
    should_take_a_full_wake_up_for_a_signal();
    close(pair[0]);
    close(pair[1]);
    close(wake);
    return 0;
}
