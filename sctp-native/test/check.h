/* A test is a program: each CHECK that fails says where and what, and the program ends with 1. */
#ifndef SCTPJAVA_CHECK_H
#define SCTPJAVA_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, __func__, #condition); \
            exit(1);                                                                     \
        }                                                                                \
    } while (0)

#define CHECK_EQUAL(expected, actual)                                                                    \
    do {                                                                                                 \
        long long expected_value = (long long)(expected);                                                \
        long long actual_value = (long long)(actual);                                                    \
        if (expected_value != actual_value) {                                                            \
            fprintf(stderr, "%s:%d: %s: %s is %lld, expected %lld\n", __FILE__, __LINE__, __func__, #actual, \
                    actual_value, expected_value);                                                       \
            exit(1);                                                                                     \
        }                                                                                                \
    } while (0)

#define CHECK_BYTES(expected, expected_length, actual, actual_length) \
    check_bytes(__FILE__, __LINE__, expected, expected_length, actual, actual_length)

static inline void check_print(const char *what, const unsigned char *bytes, size_t length) {
    fprintf(stderr, "  %s:", what);
    for (size_t i = 0; i < length; i++) {
        fprintf(stderr, "%s%02x", i % 4 == 0 ? " " : "", bytes[i]);
    }
    fprintf(stderr, "\n");
}

static inline void check_bytes(const char *file, int line, const void *expected, size_t expected_length,
        const void *actual, size_t actual_length) {
    if (expected_length != actual_length || memcmp(expected, actual, actual_length) != 0) {
        fprintf(stderr, "%s:%d: bytes differ\n", file, line);
        check_print("expected", expected, expected_length);
        check_print("actual  ", actual, actual_length);
        exit(1);
    }
}

#endif
