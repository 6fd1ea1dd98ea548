/* Datagrams in batches: for SCTP inside UDP (RFC 6951). */
#ifndef SCTPJAVA_UDP_H
#define SCTPJAVA_UDP_H

#include <stddef.h>
#include <stdint.h>

enum sctpjava_udp_offload {
    SCTPJAVA_UDP_RECEIVE_OFFLOAD = 0x1, /* UDP_GRO: several datagrams of one sender come as one */
    SCTPJAVA_UDP_SEND_OFFLOAD = 0x2,    /* UDP_SEGMENT: one long datagram goes as several */
};

enum sctpjava_udp_fragmentation {
    SCTPJAVA_UDP_FRAGMENT_AS_USUAL = 0, /* what the system makes of it */
    SCTPJAVA_UDP_FRAGMENT_NEVER = 1,    /* not here nor on the way: what is too long is lost, here with EMSGSIZE */
    SCTPJAVA_UDP_FRAGMENT_ALWAYS = 2,   /* here or on the way, whatever the system believes of the path's MTU */
};

/*
 * One datagram, or several of one length (but for the last) between the same two ends. Addresses are IPv6 in network
 * order, IPv4 in its mapped form; the rest is in native order.
 */
struct sctpjava_datagram {
    uint64_t payload_address;
    int32_t length;
    int32_t segment; /* length of each datagram but the last; 0 or at least the whole length for just one */
    uint8_t peer[16];
    uint8_t local[16]; /* where it arrived, or is to be sent from; all zero leaves that to the system */
    uint16_t peer_port;
    uint16_t reserved;
    uint32_t scope; /* interface of a link-local peer, else 0 */
    int32_t error;  /* of a send: the errno with which it was dropped; of a receive: EMSGSIZE if it was cut off */
    uint8_t traffic_class; /* type of service, of what is sent; 0 leaves it to the system */
    uint8_t fragmentation; /* of what is sent: an sctpjava_udp_fragmentation */
    uint8_t unused[2];
};

_Static_assert(sizeof(struct sctpjava_datagram) == 64, "a datagram's descriptor is one cache line");

/*
 * A socket that is non-blocking and tells where datagrams arrive; AF_INET6 takes IPv4 too.
 *
 * buffer_bytes: what to ask for as send and receive buffer; the system clamps it.
 * reuse_port: whether several sockets may bind to one port and share its datagrams.
 */
int sctpjava_udp_open(int family, int buffer_bytes, int reuse_port);

/* Switches on the offloads that the kernel has, and says which: a sum of sctpjava_udp_offload. */
int sctpjava_udp_offload(int fd);

/* Receives into the payloads, each of so many bytes; returns how many were filled, or -EAGAIN. */
int sctpjava_udp_receive(int fd, struct sctpjava_datagram *datagrams, int count, int capacity);

/*
 * Sends in order; returns how many are done with, the first of those left having lost what of it went. -EAGAIN if
 * there is no room. What the system refuses to send is dropped, and its errno stands in its descriptor.
 *
 * family: the socket's. offload: what sctpjava_udp_offload said.
 */
int sctpjava_udp_send(int fd, int family, int offload, struct sctpjava_datagram *datagrams, int count);

#endif
