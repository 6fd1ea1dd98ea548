#include "socket.h"

#include <fcntl.h>
#include <unistd.h>

#include "linux_sctp.h"
#include "result.h"

int sctpjava_socket_open(int family, int type) {
    return sctpjava_result(socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_SCTP));
}

int sctpjava_socket_close(int fd) {
    /* Linux frees the descriptor even with EINTR. Another close could close a new descriptor of another thread. */
    return close(fd) == 0 || errno == EINTR ? 0 : -errno;
}

int sctpjava_socket_shutdown(int fd, int how) {
    return sctpjava_result(shutdown(fd, how));
}

int sctpjava_socket_bind(int fd, const void *address, int length) {
    return sctpjava_result(bind(fd, address, (socklen_t)length));
}

int sctpjava_socket_listen(int fd, int backlog) {
    return sctpjava_result(listen(fd, backlog));
}

int sctpjava_socket_accept(int fd) {
    int accepted;
    do {
        accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    } while (accepted < 0 && errno == EINTR);
    return sctpjava_result(accepted);
}

int sctpjava_socket_name(int fd, void *address, int capacity) {
    socklen_t length = (socklen_t)capacity;
    if (getsockname(fd, address, &length) < 0) {
        return -errno;
    }
    return (int)length;
}

int sctpjava_socket_bindx(int fd, void *addresses, int length, int operation) {
    switch (operation) {
        case SCTPJAVA_BINDX_ADD:
            return sctpjava_result(setsockopt(fd, SOL_SCTP, SCTP_SOCKOPT_BINDX_ADD, addresses, (socklen_t)length));
        case SCTPJAVA_BINDX_REMOVE:
            return sctpjava_result(setsockopt(fd, SOL_SCTP, SCTP_SOCKOPT_BINDX_REM, addresses, (socklen_t)length));
        default:
            return -EINVAL;
    }
}

int sctpjava_socket_connectx(int fd, void *addresses, int length, int32_t *association_id) {
    /* addr_num is the length of the addresses in bytes. The kernel stores the id in the first field. */
    struct sctp_getaddrs_old request = {.assoc_id = 0, .addr_num = length, .addrs = addresses};
    socklen_t request_length = sizeof request;
    int result = sctpjava_result(getsockopt(fd, SOL_SCTP, SCTP_SOCKOPT_CONNECTX3, &request, &request_length));
    if (association_id != NULL && (result == 0 || result == -EINPROGRESS)) {
        *association_id = request.assoc_id;
    }
    return result < 0 ? result : 0;
}

int sctpjava_socket_make_blocking(int fd) {
    int status = fcntl(fd, F_GETFL);
    return status < 0 ? -errno : sctpjava_result(fcntl(fd, F_SETFL, status & ~O_NONBLOCK));
}

/* Kernels before 4.14 do not support flags, so they are set afterwards. */
static int peel_off_then_set(int fd, int32_t association_id, int flags) {
    sctp_peeloff_arg_t request = {.associd = association_id, .sd = -1};
    socklen_t length = sizeof request;
    if (getsockopt(fd, SOL_SCTP, SCTP_SOCKOPT_PEELOFF, &request, &length) < 0) {
        return -errno;
    }
    int close_on_exec = (flags & SOCK_CLOEXEC) != 0 ? FD_CLOEXEC : 0;
    int status = fcntl(request.sd, F_GETFL);
    int wanted = (flags & SOCK_NONBLOCK) != 0 ? status | O_NONBLOCK : status;
    if (status < 0 || fcntl(request.sd, F_SETFL, wanted) < 0 || fcntl(request.sd, F_SETFD, close_on_exec) < 0) {
        int failure = -errno;
        close(request.sd);
        return failure;
    }
    return request.sd;
}

int sctpjava_socket_peel_off(int fd, int32_t association_id, int flags) {
    sctp_peeloff_flags_arg_t request = {.p_arg = {.associd = association_id, .sd = -1}, .flags = (unsigned)flags};
    socklen_t length = sizeof request;
    if (getsockopt(fd, SOL_SCTP, SCTP_SOCKOPT_PEELOFF_FLAGS, &request, &length) < 0) {
        return errno == ENOPROTOOPT ? peel_off_then_set(fd, association_id, flags) : -errno;
    }
    return request.p_arg.sd;
}
