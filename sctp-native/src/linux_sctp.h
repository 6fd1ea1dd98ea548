/*
 * Makes linux/sctp.h of any Linux since 5.0 complete: what later kernels added is defined here. The values are the
 * kernel's ABI and never change.
 */
#ifndef SCTPJAVA_LINUX_SCTP_H
#define SCTPJAVA_LINUX_SCTP_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include <linux/sctp.h>

#ifndef SCTP_EVENT
#error "linux/sctp.h is older than Linux 5.0: install newer kernel headers (Debian: linux-libc-dev)"
#endif

#ifndef SOL_SCTP
#define SOL_SCTP 132
#endif

/* Linux 5.4 */
#ifndef SCTP_ASCONF_SUPPORTED
#define SCTP_ASCONF_SUPPORTED 128
#endif
#ifndef SCTP_AUTH_SUPPORTED
#define SCTP_AUTH_SUPPORTED 129
#endif
#ifndef SCTP_ECN_SUPPORTED
#define SCTP_ECN_SUPPORTED 130
#endif

/* Linux 5.5 */
#ifndef SCTP_EXPOSE_POTENTIALLY_FAILED_STATE
#define SCTP_EXPOSE_POTENTIALLY_FAILED_STATE 131
#endif
#ifndef SCTP_ADDR_PF
#define SCTP_ADDR_PF 6
#endif
#ifndef SCTP_PEER_ADDR_THLDS_V2
#define SCTP_PEER_ADDR_THLDS_V2 37
struct sctp_paddrthlds_v2 {
    sctp_assoc_t spt_assoc_id;
    struct sockaddr_storage spt_address;
    uint16_t spt_pathmaxrxt;
    uint16_t spt_pathpfthld;
    uint16_t spt_pathcpthld;
};
#endif

/* Linux 5.11 */
#ifndef SCTP_REMOTE_UDP_ENCAPS_PORT
#define SCTP_REMOTE_UDP_ENCAPS_PORT 132
struct sctp_udpencaps {
    sctp_assoc_t sue_assoc_id;
    struct sockaddr_storage sue_address;
    uint16_t sue_port;
};
#endif

/* Linux 5.14 */
#ifndef SCTP_PLPMTUD_PROBE_INTERVAL
#define SCTP_PLPMTUD_PROBE_INTERVAL 133
struct sctp_probeinterval {
    sctp_assoc_t spi_assoc_id;
    struct sockaddr_storage spi_address;
    uint32_t spi_interval;
};
#endif

/*
 * Linux 6.4 added two schedulers as enumerators, which the preprocessor cannot see, so they have different names here.
 */
enum {
    SCTPJAVA_SS_FC = 3,
    SCTPJAVA_SS_WFQ = 4,
};

#endif
