/* The result of every function here: a count or a value, or -errno. */
#ifndef SCTPJAVA_RESULT_H
#define SCTPJAVA_RESULT_H

#include <errno.h>
#include <sys/types.h>

static inline int sctpjava_result(ssize_t returned) {
    return returned < 0 ? -errno : (int)returned;
}

#endif
