/* Many messages in one call: an array of descriptors, each pointing at its own payload. */
#ifndef SCTPJAVA_BATCH_H
#define SCTPJAVA_BATCH_H

#include "descriptor.h"

/* Bits of the flags given to sctpjava_batch_send. */
enum sctpjava_batch_send_flag {
    SCTPJAVA_OWN_SEND_BUFFERS = 0x1, /* of each association: the socket was opened with net.sctp.sndbuf_policy=1 */
};

/* Where payloads lie; whatever a descriptor says that is elsewhere is refused with -EFAULT. */
struct sctpjava_extent {
    uint64_t start;
    uint64_t length;
};

/*
 * Descriptors are the program's memory, and another thread may write to it at any time. So of each one that is sent a copy is
 * taken first, of each one that receives its payload's place and length, and what is checked is what is used.
 */

/*
 * Sends the messages in order and returns how many went; the caller sends the rest later. -errno only if none went:
 * -EAGAIN when there was no room for the first.
 *
 * Every message but the last to its association carries MSG_MORE, so that small ones share packets. The kernel holds
 * such a message back until the packet is full or one without MSG_MORE follows; if the send buffer fills up with
 * messages it holds back, nothing ever moves again. So the batch goes out in windows that fit the room in the
 * buffer, each closed towards every association it touched, and no message waits for another call. Where associations have
 * buffers of their own the kernel does not tell their room: a window is what an empty one takes, and a heartbeat closes it
 * where there was less.
 */
int sctpjava_batch_send(
        int fd, const struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads);

/*
 * Receives into the descriptors' payloads (length bytes each) and returns how many were filled; -errno only if none
 * was. Stops at the end of the stream, which is the last descriptor filled. An error behind received messages is
 * one more descriptor, flagged FAILED, with -errno as its length: the kernel tells it only once.
 *
 * The error of an association that was aborted may come before the last of its messages if there are more of them than
 * descriptors: whoever is told of it goes on until nothing is there. The receive time is that of the end of the call. With
 * SCTPJAVA_RECEIVE_WAIT it waits for the first message, on a blocking descriptor.
 *
 * prValue, prPolicy, authKey, the payload's address and userData are left as they are.
 */
int sctpjava_batch_receive(
        int fd, struct sctpjava_descriptor *descriptors, int count, int flags, struct sctpjava_extent payloads);

#endif
