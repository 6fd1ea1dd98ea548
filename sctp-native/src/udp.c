#include "udp.h"

#include <linux/udp.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "result.h"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

/* Datagrams per system call. Bounds the stack usage. */
enum { CALL_CAPACITY = 64 };

static const uint8_t MAPPED_PREFIX[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Space for the destination address of a datagram, in either family, and for the length of its segments. */
union control {
    char bytes[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct in_pktinfo)) +
               2 * CMSG_SPACE(sizeof(int))];
    uint64_t align;
};

static int enable(int fd, int level, int option) {
    int on = 1;
    return setsockopt(fd, level, option, &on, sizeof on);
}

static int configure(int fd, int family, int buffer_bytes, int reuse_port) {
    int off = 0;
    if (family == AF_INET6 && (setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) < 0 ||
                               enable(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO) < 0)) {
        return -errno;
    }
    if (family == AF_INET && enable(fd, IPPROTO_IP, IP_PKTINFO) < 0) {
        return -errno;
    }
    if (reuse_port && enable(fd, SOL_SOCKET, SO_REUSEPORT) < 0) {
        return -errno;
    }
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes) < 0) {
        return -errno;
    }
    return 0;
}

int sctpjava_udp_open(int family, int buffer_bytes, int reuse_port) {
    int fd = sctpjava_result(socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (fd < 0) {
        return fd;
    }
    int failure = configure(fd, family, buffer_bytes, reuse_port);
    if (failure < 0) {
        close(fd);
        return failure;
    }
    return fd;
}

int sctpjava_udp_offload(int fd) {
    int offload = enable(fd, IPPROTO_UDP, UDP_GRO) == 0 ? SCTPJAVA_UDP_RECEIVE_OFFLOAD : 0;
    int segment = 0;
    socklen_t length = sizeof segment;
    if (getsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &segment, &length) == 0) {
        offload |= SCTPJAVA_UDP_SEND_OFFLOAD;
    }
    return offload;
}

/* ---- Receive */

static void map_ipv4(uint8_t *mapped, const struct in_addr *address) {
    memcpy(mapped, MAPPED_PREFIX, sizeof MAPPED_PREFIX);
    memcpy(mapped + sizeof MAPPED_PREFIX, address, sizeof *address);
}

static void store_peer(struct sctpjava_datagram *datagram, const union address *from, socklen_t length) {
    if (length >= sizeof from->v4 && from->any.sa_family == AF_INET) {
        map_ipv4(datagram->peer, &from->v4.sin_addr);
        datagram->peer_port = ntohs(from->v4.sin_port);
        datagram->scope = 0;
    } else if (length < sizeof from->v6 || from->any.sa_family != AF_INET6) { /* not a peer: no stack content leaks */
        memset(datagram->peer, 0, sizeof datagram->peer);
        datagram->peer_port = 0;
        datagram->scope = 0;
    } else {
        memcpy(datagram->peer, &from->v6.sin6_addr, sizeof datagram->peer);
        datagram->peer_port = ntohs(from->v6.sin6_port);
        datagram->scope = from->v6.sin6_scope_id;
    }
}

/* Whether an ancillary datum has this type and is complete; a truncated one (MSG_CTRUNC) has a shorter length. */
static bool is_part(const struct cmsghdr *part, int level, int type, size_t length) {
    return part->cmsg_level == level && part->cmsg_type == type && part->cmsg_len >= CMSG_LEN(length);
}

static void store_control(struct sctpjava_datagram *datagram, struct msghdr *message) {
    memset(datagram->local, 0, sizeof datagram->local);
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL; part = CMSG_NXTHDR(message, part)) {
        if (is_part(part, IPPROTO_IPV6, IPV6_PKTINFO, sizeof(struct in6_pktinfo))) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(part), sizeof info);
            memcpy(datagram->local, &info.ipi6_addr, sizeof datagram->local);
        } else if (is_part(part, IPPROTO_IP, IP_PKTINFO, sizeof(struct in_pktinfo))) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(part), sizeof info);
            map_ipv4(datagram->local, &info.ipi_addr);
        } else if (is_part(part, IPPROTO_UDP, UDP_GRO, sizeof datagram->segment)) {
            memcpy(&datagram->segment, CMSG_DATA(part), sizeof datagram->segment);
        }
    }
    if (datagram->segment <= 0 || datagram->segment > datagram->length) {
        datagram->segment = datagram->length; /* the step with which the datagram is split */
    }
}

int sctpjava_udp_receive(int fd, struct sctpjava_datagram *datagrams, int count, int capacity) {
    struct mmsghdr messages[CALL_CAPACITY];
    struct iovec vectors[CALL_CAPACITY];
    union address peers[CALL_CAPACITY];
    union control controls[CALL_CAPACITY];
    if (count < 0 || capacity < 0) {
        return -EINVAL;
    }
    int limit = count < CALL_CAPACITY ? count : CALL_CAPACITY;
    for (int i = 0; i < limit; i++) {
        vectors[i].iov_base = (void *)(uintptr_t)datagrams[i].payload_address;
        vectors[i].iov_len = (size_t)capacity;
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &peers[i],
            .msg_namelen = sizeof peers[i],
            .msg_iov = &vectors[i],
            .msg_iovlen = 1,
            .msg_control = controls[i].bytes,
            .msg_controllen = sizeof controls[i].bytes,
        };
    }
    int received;
    do {
        received = recvmmsg(fd, messages, (unsigned)limit, MSG_DONTWAIT, NULL);
    } while (received < 0 && errno == EINTR);
    if (received < 0) {
        return -errno;
    }
    for (int i = 0; i < received; i++) {
        datagrams[i].length = (int32_t)messages[i].msg_len;
        datagrams[i].segment = datagrams[i].length;
        datagrams[i].error = messages[i].msg_hdr.msg_flags & MSG_TRUNC ? EMSGSIZE : 0;
        store_peer(&datagrams[i], &peers[i], messages[i].msg_hdr.msg_namelen);
        store_control(&datagrams[i], &messages[i].msg_hdr);
    }
    return received;
}

/* ---- Send */

static bool is_mapped(const uint8_t *address) {
    return memcmp(address, MAPPED_PREFIX, sizeof MAPPED_PREFIX) == 0;
}

static socklen_t fill_peer(union address *to, int family, const struct sctpjava_datagram *datagram) {
    memset(to, 0, sizeof *to);
    if (family == AF_INET) {
        to->v4.sin_family = AF_INET;
        to->v4.sin_port = htons(datagram->peer_port);
        memcpy(&to->v4.sin_addr, datagram->peer + sizeof MAPPED_PREFIX, sizeof to->v4.sin_addr);
        return sizeof to->v4;
    }
    to->v6.sin6_family = AF_INET6;
    to->v6.sin6_port = htons(datagram->peer_port);
    memcpy(&to->v6.sin6_addr, datagram->peer, sizeof datagram->peer);
    to->v6.sin6_scope_id = datagram->scope;
    return sizeof to->v6;
}

/* On a dual-stack socket the system accepts ancillary data of either family. */
static size_t put_control(union control *control, size_t at, int level, int type, const void *data, size_t length) {
    struct cmsghdr part = {.cmsg_len = CMSG_LEN(length), .cmsg_level = level, .cmsg_type = type};
    memcpy(control->bytes + at, &part, sizeof part);
    memcpy(control->bytes + at + CMSG_LEN(0), data, length);
    return at + CMSG_SPACE(length);
}

static size_t fill_control(union control *control, int family, const struct sctpjava_datagram *datagram, int segment) {
    static const uint8_t ANY[16] = {0};
    memset(control, 0, sizeof *control);
    size_t length = 0;
    if (memcmp(datagram->local, ANY, sizeof ANY) != 0) {
        if (family == AF_INET) {
            struct in_pktinfo info = {.ipi_ifindex = 0};
            memcpy(&info.ipi_spec_dst, datagram->local + sizeof MAPPED_PREFIX, sizeof info.ipi_spec_dst);
            length = put_control(control, length, IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
        } else {
            struct in6_pktinfo info = {.ipi6_ifindex = 0};
            memcpy(&info.ipi6_addr, datagram->local, sizeof datagram->local);
            length = put_control(control, length, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
        }
    }
    if (datagram->traffic_class != 0) {
        int mark = datagram->traffic_class;
        length = family == AF_INET || is_mapped(datagram->peer)
                     ? put_control(control, length, IPPROTO_IP, IP_TOS, &mark, sizeof mark)
                     : put_control(control, length, IPPROTO_IPV6, IPV6_TCLASS, &mark, sizeof mark);
    }
    if (segment > 0) {
        uint16_t size = (uint16_t)segment;
        length = put_control(control, length, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof size);
    }
    return length;
}

/* One system call. Each message is a whole descriptor, or one segment of it. */
struct call {
    struct mmsghdr messages[CALL_CAPACITY];
    struct iovec vectors[CALL_CAPACITY];
    union address peers[CALL_CAPACITY];
    union control controls[CALL_CAPACITY];
    int owners[CALL_CAPACITY];
    int count;
};

static void add(struct call *call, int family, const struct sctpjava_datagram *datagram, int owner, int32_t offset,
                int32_t length, int32_t segment) {
    int i = call->count++;
    call->owners[i] = owner;
    call->vectors[i].iov_base = (void *)(uintptr_t)(datagram->payload_address + (uint64_t)offset);
    call->vectors[i].iov_len = (size_t)length;
    socklen_t peer_length = fill_peer(&call->peers[i], family, datagram);
    size_t control_length = fill_control(&call->controls[i], family, datagram, segment);
    call->messages[i].msg_len = 0;
    call->messages[i].msg_hdr = (struct msghdr){
        .msg_name = &call->peers[i],
        .msg_namelen = peer_length,
        .msg_iov = &call->vectors[i],
        .msg_iovlen = 1,
        .msg_control = control_length > 0 ? call->controls[i].bytes : NULL,
        .msg_controllen = control_length,
    };
}

static bool is_segmented(const struct sctpjava_datagram *datagram) {
    return datagram->segment > 0 && datagram->segment < datagram->length;
}

/* Whether both can be sent with the same fragmentation options of the socket. */
static bool are_fragmented_alike(const struct sctpjava_datagram *one, const struct sctpjava_datagram *other) {
    return one->fragmentation == other->fragmentation &&
           (one->fragmentation == SCTPJAVA_UDP_FRAGMENT_AS_USUAL || is_mapped(one->peer) == is_mapped(other->peer));
}

static void fill(struct call *call, int family, bool offload, const struct sctpjava_datagram *datagrams, int from,
                 int count) {
    call->count = 0;
    for (int i = from; i < count && call->count < CALL_CAPACITY; i++) {
        const struct sctpjava_datagram *datagram = &datagrams[i];
        if (datagram->error != 0 || !are_fragmented_alike(datagram, &datagrams[from])) {
            break; /* a peer that the socket's family cannot reach is not sent to */
        }
        if (!is_segmented(datagram)) {
            add(call, family, datagram, i, 0, datagram->length, 0);
        } else if (offload) {
            add(call, family, datagram, i, 0, datagram->length, datagram->segment);
        } else {
            for (int32_t at = 0; at < datagram->length && call->count < CALL_CAPACITY; at += datagram->segment) {
                int32_t left = datagram->length - at;
                add(call, family, datagram, i, at, left < datagram->segment ? left : datagram->segment, 0);
            }
        }
    }
}

/* Removes from a descriptor what was sent. Returns whether nothing is left. */
static bool advance(struct sctpjava_datagram *datagram, size_t sent) {
    datagram->payload_address += sent;
    datagram->length -= (int32_t)sent;
    return datagram->length <= 0;
}

/* Whether the kernel or the device cannot segment this datagram, so that it must be split here. */
static bool is_about_segments(int error) {
    return error == EINVAL || error == EIO || error == EMSGSIZE || error == EOPNOTSUPP;
}

/*
 * IPv4 has no ancillary datum for "don't fragment", and IPv6 none for the fragment length. So the socket's option is
 * set, and then restored.
 */
struct mode {
    int level;
    int option;
    int usual;
};

/* The minimum MTU of IPv6, where only the sender fragments. */
enum { LEAST_IPV6_MTU = 1280 };

static int set_mode(int fd, const struct mode *mode, int value) {
    return setsockopt(fd, mode->level, mode->option, &value, sizeof value);
}

static int enter_mode(int fd, const struct sctpjava_datagram *datagram, struct mode *mode) {
    bool ipv4 = is_mapped(datagram->peer);
    mode->level = ipv4 ? IPPROTO_IP : IPPROTO_IPV6;
    mode->option = ipv4 ? IP_MTU_DISCOVER : IPV6_MTU_DISCOVER;
    socklen_t length = sizeof mode->usual;
    if (getsockopt(fd, mode->level, mode->option, &mode->usual, &length) < 0) {
        return -1;
    }
    bool never = datagram->fragmentation == SCTPJAVA_UDP_FRAGMENT_NEVER;
    if (set_mode(fd, mode, ipv4 ? (never ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT)
                                : (never ? IPV6_PMTUDISC_PROBE : IPV6_PMTUDISC_DONT)) < 0) {
        return -1;
    }
    int least = LEAST_IPV6_MTU;
    return ipv4 || never ? 0 : setsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &least, sizeof least);
}

static void leave_mode(int fd, const struct sctpjava_datagram *datagram, const struct mode *mode) {
    int error = errno;
    (void)set_mode(fd, mode, mode->usual);
    if (mode->level == IPPROTO_IPV6 && datagram->fragmentation == SCTPJAVA_UDP_FRAGMENT_ALWAYS) {
        int none = 0;
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_MTU, &none, sizeof none);
    }
    errno = error;
}

static int send_messages(int fd, struct call *call) {
    int sent;
    do {
        sent = sendmmsg(fd, call->messages, (unsigned)call->count, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent;
}

/* All datagrams of the call have the fragmentation of the first. */
static int send_call(int fd, struct call *call, const struct sctpjava_datagram *first) {
    if (first->fragmentation == SCTPJAVA_UDP_FRAGMENT_AS_USUAL) {
        return send_messages(fd, call);
    }
    struct mode mode = {0};
    int sent = enter_mode(fd, first, &mode) == 0 ? send_messages(fd, call) : -1;
    if (mode.option != 0) {
        leave_mode(fd, first, &mode);
    }
    return sent;
}

int sctpjava_udp_send(int fd, int family, int offload, struct sctpjava_datagram *datagrams, int count) {
    struct call call;
    bool whole = (offload & SCTPJAVA_UDP_SEND_OFFLOAD) != 0;
    int done = 0;
    if (count < 0) {
        return -EINVAL;
    }
    for (int i = 0; i < count; i++) {
        datagrams[i].error = family == AF_INET && !is_mapped(datagrams[i].peer) ? EAFNOSUPPORT : 0;
    }
    while (done < count) {
        if (datagrams[done].error == EAFNOSUPPORT) {
            done++;
            continue;
        }
        fill(&call, family, whole, datagrams, done, count);
        int sent = send_call(fd, &call, &datagrams[done]);
        if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
            return done > 0 ? done : -EAGAIN;
        }
        if (sent < 0 && whole && is_segmented(&datagrams[done]) && is_about_segments(errno)) {
            whole = false;
            continue;
        }
        if (sent < 0) {
            datagrams[done].error = errno;
            done++;
            continue;
        }
        for (int i = 0; i < sent; i++) {
            if (advance(&datagrams[call.owners[i]], call.vectors[i].iov_len)) {
                done = call.owners[i] + 1;
            }
        }
    }
    return done;
}
