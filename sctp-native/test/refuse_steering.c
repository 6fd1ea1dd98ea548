/* Preloaded, it makes the kernel one that attaches no BPF program to sockets that share a port. */
#define _GNU_SOURCE

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((visibility("default"))) int setsockopt(
    int fd, int level, int option, const void *value, socklen_t length) {
    if (level == SOL_SOCKET && option == SO_ATTACH_REUSEPORT_CBPF) {
        errno = ENOPROTOOPT;
        return -1;
    }
    return (int)syscall(SYS_setsockopt, fd, level, option, value, length);
}
