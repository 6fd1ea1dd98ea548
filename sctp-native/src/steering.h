/*
 * Several UDP sockets at one port: which of them gets a packet of SCTP.
 *
 * All packets of an association begin with the same two ports, whatever address they come from, its INITs too. So the
 * socket's number, in the order in which they were bound, is a function of those four bytes: of `sockets` sockets it is
 *
 *     ((source << 16 | destination) * FACTOR >> SHIFT) % sockets         in 32 bits, without sign
 *
 * but 0 for destinations that stay together: those with (destination & TOGETHER_MASK) == TOGETHER_VALUE, and some more.
 * io.sctp.udp.Steering computes the same.
 */
#ifndef SCTPJAVA_STEERING_H
#define SCTPJAVA_STEERING_H

#include <stdint.h>

enum sctpjava_steering {
    SCTPJAVA_STEERING_FACTOR = 0x61C88647, /* odd, and its bits well mixed: 2^32 less the golden ratio's part of it */
    SCTPJAVA_STEERING_SHIFT = 16,
    SCTPJAVA_STEERING_TOGETHER_MASK = 0xC000,
    SCTPJAVA_STEERING_TOGETHER_VALUE = 0x8000, /* 32768 to 49151 */
    SCTPJAVA_STEERING_MAX_PORTS = 256          /* single ports that stay together; the system bounds a program's length */
};

/*
 * Lets others bind to the port that a socket is bound to. Bound without SO_REUSEPORT, it knows that no other program has
 * the port, not even one that would share it; those that follow are opened with it.
 */
int sctpjava_steering_share(int fd);

/* Has the system steer what arrives at the port of these sockets, from now on; -EINVAL if the port is not shared. */
int sctpjava_steering_attach(int fd, int sockets, const uint16_t *ports, int count);

#endif
