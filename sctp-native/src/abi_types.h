/* The types named in abi_table.inc. */
#ifndef SCTPJAVA_ABI_TYPES_H
#define SCTPJAVA_ABI_TYPES_H

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "batch.h"
#include "descriptor.h"
#include "linux_sctp.h"
#include "message.h"
#include "polling.h"
#include "socket.h"
#include "steering.h"
#include "udp.h"

#endif
