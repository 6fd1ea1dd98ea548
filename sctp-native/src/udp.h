/* Batches of datagrams, for SCTP over UDP (RFC 6951). */
#ifndef SCTPJAVA_UDP_H
#define SCTPJAVA_UDP_H

#include <stddef.h>
#include <stdint.h>

enum sctpjava_udp_offload {
    SCTPJAVA_UDP_RECEIVE_OFFLOAD = 0x1, /* UDP_GRO: several datagrams of one sender come as one */
    SCTPJAVA_UDP_SEND_OFFLOAD = 0x2,    /* UDP_SEGMENT: one long datagram is sent as several */
};

enum sctpjava_udp_fragmentation {
    SCTPJAVA_UDP_FRAGMENT_AS_USUAL = 0, /* what the system makes of it */
    SCTPJAVA_UDP_FRAGMENT_NEVER = 1,    /* not here nor on the way: what is too long is lost, here with EMSGSIZE */
    SCTPJAVA_UDP_FRAGMENT_ALWAYS = 2,   /* here or on the way, whatever path MTU the system has stored */
};

/*
 * One datagram, or several of equal length (except the last) between the same two ends. Addresses are IPv6 in network
 * order, IPv4 in its mapped form. The rest is in native order.
 */
struct sctpjava_datagram {
    uint64_t payload_address;
    int32_t length;
    int32_t segment; /* length of each datagram but the last; 0 or at least the whole length for just one */
    uint8_t peer[16];
    uint8_t local[16]; /* where it arrived, or where to send it from; all zero lets the system choose */
    uint16_t peer_port;
    uint16_t reserved;
    uint32_t scope; /* interface of a link-local peer, else 0 */
    int32_t error;  /* for a send: the errno with which it was dropped; for a receive: EMSGSIZE if it was truncated */
    uint8_t traffic_class; /* for a send: the traffic class (type of service); 0 lets the system choose */
    uint8_t fragmentation; /* for a send: an sctpjava_udp_fragmentation */
    uint8_t unused[2];
};

_Static_assert(sizeof(struct sctpjava_datagram) == 64, "a datagram's descriptor is one cache line");

/*
 * Opens a non-blocking socket that reports the destination of received datagrams. AF_INET6 accepts IPv4 too.
 *
 * buffer_bytes: the requested send and receive buffer size; the system limits it.
 * reuse_port: whether several sockets may bind to one port and share its datagrams.
 */
int sctpjava_udp_open(int family, int buffer_bytes, int reuse_port);

/* Enables the offloads that the kernel supports, and returns them: a sum of sctpjava_udp_offload. */
int sctpjava_udp_offload(int fd);

/* Receives into the payloads, each of capacity bytes. Returns the number filled, or -EAGAIN. */
int sctpjava_udp_receive(int fd, struct sctpjava_datagram *datagrams, int count, int capacity);

/*
 * Sends in order. Returns the number completed; the first of the others may have been sent in part, and has only the
 * rest left. -EAGAIN if there is no buffer space. A datagram that the system refuses is dropped, with the errno in its
 * descriptor.
 *
 * family: the socket's. offload: the result of sctpjava_udp_offload.
 */
int sctpjava_udp_send(int fd, int family, int offload, struct sctpjava_datagram *datagrams, int count);

#endif
