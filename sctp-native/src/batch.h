/* Many messages in one call: an array of descriptors, each pointing at its own payload. */
#ifndef SCTPJAVA_BATCH_H
#define SCTPJAVA_BATCH_H

#include "descriptor.h"

/* Flags for sctpjava_batch_send. */
enum sctpjava_batch_send_flag {
    SCTPJAVA_OWN_SEND_BUFFERS = 0x1, /* of each association: the socket was opened with net.sctp.sndbuf_policy=1 */
};

/* The memory that contains all payloads. A descriptor that points elsewhere is refused with -EFAULT. */
struct sctpjava_extent {
    uint64_t start;
    uint64_t length;
};

/*
 * Descriptors are the program's memory, and another thread may write to it at any time. So a descriptor to be sent is
 * copied first, and of one to be received into, the payload's address and length. The copy is checked and used.
 */

/*
 * Sends the messages in order and returns the number sent; the caller sends the rest later. -errno only if none was
 * sent: -EAGAIN if there was no space for the first.
 *
 * Every message but the last to its association has MSG_MORE, so that small ones share packets. The kernel holds such a
 * message back until the packet is full or a message without MSG_MORE follows. If the send buffer is full of held-back
 * messages, they are never sent. So the batch is sent in windows that fit the free space. Each window is closed towards
 * every association that it used, and no message waits for another call. If associations have separate send buffers,
 * the kernel does not report their free space: a window is then what an empty buffer takes, and if there was less space
 * a heartbeat closes it.
 */
int sctpjava_batch_send(
        int fd, const struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads);

/*
 * Receives into the descriptors' payloads (length bytes each) and returns the number filled; -errno only if none was.
 * Stops at the end of the stream, which is the last descriptor filled. An error after received messages is one more
 * descriptor, flagged FAILED, with -errno as its length, because the kernel reports it only once.
 *
 * The error of an aborted association may come before the last of its messages, if there are more messages than
 * descriptors: the caller must receive until nothing is left. The receive time is that of the end of the call. With
 * SCTPJAVA_RECEIVE_WAIT it waits for the first message, on a blocking descriptor.
 *
 * prValue, prPolicy, authKey, the payload's address and userData are not changed.
 */
int sctpjava_batch_receive(
        int fd, struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads);

#endif
