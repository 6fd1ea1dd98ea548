/* The requests of connectx, bindx and peel-off, as the kernel would see them. */
#include "socket.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "check.h"
#include "linux_sctp.h"

int __wrap_getsockopt(int fd, int level, int option, void *value, socklen_t *length);
int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length);
int __wrap_close(int fd);
int __real_close(int fd);

static struct {
    int connect_failure;
    int knows_flags;
    int peeled;
    int option;
    int close_failure;
    int closes;
} kernel;

static char addresses[44];

static int fail(int failure) {
    errno = failure;
    return failure == 0 ? 0 : -1;
}

int __wrap_getsockopt(int fd, int level, int option, void *value, socklen_t *length) {
    CHECK_EQUAL(3, fd);
    CHECK_EQUAL(SOL_SCTP, level);
    if (option == SCTP_SOCKOPT_CONNECTX3) {
        struct sctp_getaddrs_old *request = value;
        CHECK_EQUAL(sizeof *request, *length);
        CHECK_EQUAL(sizeof addresses, request->addr_num);
        CHECK((char *)request->addrs == addresses);
        request->assoc_id = 99;
        return fail(kernel.connect_failure);
    }
    if (option == SCTP_SOCKOPT_PEELOFF_FLAGS) {
        sctp_peeloff_flags_arg_t *request = value;
        CHECK_EQUAL(sizeof *request, *length);
        if (!kernel.knows_flags) {
            return fail(ENOPROTOOPT);
        }
        CHECK_EQUAL(5, request->p_arg.associd);
        CHECK_EQUAL(SOCK_NONBLOCK | SOCK_CLOEXEC, request->flags);
        request->p_arg.sd = 77;
        return 77; /* the kernel returns the descriptor too */
    }
    CHECK_EQUAL(SCTP_SOCKOPT_PEELOFF, option);
    sctp_peeloff_arg_t *request = value;
    CHECK_EQUAL(5, request->associd);
    request->sd = kernel.peeled;
    return kernel.peeled;
}

int __wrap_setsockopt(int fd, int level, int option, const void *value, socklen_t length) {
    CHECK_EQUAL(3, fd);
    CHECK_EQUAL(SOL_SCTP, level);
    CHECK(value == addresses);
    CHECK_EQUAL(sizeof addresses, length);
    kernel.option = option;
    return 0;
}

int __wrap_close(int fd) {
    kernel.closes++;
    return kernel.close_failure != 0 ? fail(kernel.close_failure) : __real_close(fd);
}

static void should_tell_the_association_of_a_pending_connect(void) {
    int32_t association_id = -1;
    kernel.connect_failure = EINPROGRESS;
    CHECK_EQUAL(-EINPROGRESS, sctpjava_socket_connectx(3, addresses, sizeof addresses, &association_id));
    CHECK_EQUAL(99, association_id);
    CHECK_EQUAL(-EINPROGRESS, sctpjava_socket_connectx(3, addresses, sizeof addresses, NULL));
    association_id = -1;
    kernel.connect_failure = ECONNREFUSED;
    CHECK_EQUAL(-ECONNREFUSED, sctpjava_socket_connectx(3, addresses, sizeof addresses, &association_id));
    CHECK_EQUAL(-1, association_id);
    kernel.connect_failure = 0;
    CHECK_EQUAL(0, sctpjava_socket_connectx(3, addresses, sizeof addresses, &association_id));
    CHECK_EQUAL(99, association_id);
}

static void should_add_and_remove_addresses(void) {
    CHECK_EQUAL(0, sctpjava_socket_bindx(3, addresses, sizeof addresses, SCTPJAVA_BINDX_ADD));
    CHECK_EQUAL(SCTP_SOCKOPT_BINDX_ADD, kernel.option);
    CHECK_EQUAL(0, sctpjava_socket_bindx(3, addresses, sizeof addresses, SCTPJAVA_BINDX_REMOVE));
    CHECK_EQUAL(SCTP_SOCKOPT_BINDX_REM, kernel.option);
    CHECK_EQUAL(-EINVAL, sctpjava_socket_bindx(3, addresses, sizeof addresses, 2));
}

static void should_peel_off_with_flags(void) {
    kernel.knows_flags = 1;
    CHECK_EQUAL(77, sctpjava_socket_peel_off(3, 5, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

static void should_set_the_flags_itself_where_the_kernel_knows_none(void) {
    kernel.knows_flags = 0;
    kernel.peeled = open("/dev/null", O_RDONLY);
    CHECK_EQUAL(kernel.peeled, sctpjava_socket_peel_off(3, 5, SOCK_NONBLOCK | SOCK_CLOEXEC));
    CHECK_EQUAL(FD_CLOEXEC, fcntl(kernel.peeled, F_GETFD));
    CHECK((fcntl(kernel.peeled, F_GETFL) & O_NONBLOCK) != 0);
    CHECK_EQUAL(0, sctpjava_socket_make_blocking(kernel.peeled));
    CHECK_EQUAL(0, fcntl(kernel.peeled, F_GETFL) & O_NONBLOCK);
    CHECK_EQUAL(0, sctpjava_socket_close(kernel.peeled));
    CHECK_EQUAL(-EBADF, sctpjava_socket_make_blocking(kernel.peeled));
}

static void should_close_once_even_if_interrupted(void) {
    kernel.closes = 0;
    kernel.close_failure = EINTR;
    CHECK_EQUAL(0, sctpjava_socket_close(4));
    CHECK_EQUAL(1, kernel.closes);
    kernel.close_failure = EBADF;
    CHECK_EQUAL(-EBADF, sctpjava_socket_close(4));
}

int main(void) {
    should_tell_the_association_of_a_pending_connect();
    should_add_and_remove_addresses();
    should_peel_off_with_flags();
    should_set_the_flags_itself_where_the_kernel_knows_none();
    should_close_once_even_if_interrupted();
    return 0;
}
