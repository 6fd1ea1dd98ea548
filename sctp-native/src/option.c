#include "option.h"

#include <sys/socket.h>

#include "result.h"

int sctpjava_option_get(int fd, int level, int option, void *value, int length) {
    socklen_t stored = (socklen_t)length;
    if (getsockopt(fd, level, option, value, &stored) < 0) {
        return -errno;
    }
    return (int)stored;
}

int sctpjava_option_set(int fd, int level, int option, const void *value, int length) {
    return sctpjava_result(setsockopt(fd, level, option, value, (socklen_t)length));
}
