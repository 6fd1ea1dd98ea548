package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;

/** Copies messages of the user into blocks of the pool, and queues them at the end of their stream. */
final class MessageIntake {
    private final Outbound outbound;
    private final BlockPool pool;
    private final SendQueue queue;
    private final StreamLists lists;
    private final HeldStreams held;
    private final SendBuffer buffer;

    MessageIntake(
            final Outbound outbound,
            final BlockPool pool,
            final SendQueue queue,
            final StreamLists lists,
            final HeldStreams held,
            final SendBuffer buffer) {
        this.outbound = outbound;
        this.pool = pool;
        this.queue = queue;
        this.lists = lists;
        this.held = held;
        this.buffer = buffer;
    }

    /** See {@link Outbound#enqueue}; the stream exists. */
    SendResult enqueue(
            final ByteBuffer source,
            final int offset,
            final int length,
            final SendOptions options,
            final PathSet paths,
            final TransportPath destination,
            final long nowNs) {
        if (length <= 0) {
            return SendResult.EMPTY;
        }
        if (buffer.isTooShortFor(length)) {
            return SendResult.TOO_LONG;
        }
        final Policy policy = options.policy();
        final long policyValue =
                policy == Policy.LIFETIME ? PolicyHeader.expiryNs(nowNs, options.policyValue()) : options.policyValue();
        if (held.holds(options.stream()) || (buffer.isFull(length) && !makeRoom(length, policy, policyValue, paths))) {
            return buffer.refuse();
        }
        lists.open(options.stream());
        final int before = queue.last();
        final int header = policy == Policy.RELIABLE ? 0 : PolicyHeader.LENGTH;
        final int path = destination == null ? SendQueue.NONE : destination.index();
        final int segmentCount = copy(source, offset, length, options, header, policyValue, path);
        if (segmentCount == 0) {
            return buffer.starve();
        }
        outbound.packetKey.onAdded(options.key(), segmentCount);
        held.onQueued(options.stream(), segmentCount);
        if (header != 0) {
            final int first = before == SendQueue.NONE ? queue.first() : queue.next(before);
            outbound.abandonment().onQueued(first, segmentCount, policy, policyValue);
        }
        lists.onQueued();
        buffer.onQueued(length, header);
        return SendResult.QUEUED;
    }

    /** A message with a priority may take the place of others that matter less (RFC 7496 section 3.2). */
    private boolean makeRoom(final int length, final Policy policy, final long priority, final PathSet paths) {
        if (policy != Policy.PRIORITY) {
            return false;
        }
        while (buffer.isFull(length)) {
            if (!outbound.abandonment().abandonLeastImportant(priority, paths)) {
                return false;
            }
        }
        return true;
    }

    /** Queues a copy of a message; returns the number of its segments, or 0 if the pool has no memory for all. */
    private int copy(
            final ByteBuffer source,
            final int offset,
            final int length,
            final SendOptions options,
            final int header,
            final long policyValue,
            final int path) {
        final int before = queue.last();
        int done = 0;
        int segmentCount = 0;
        boolean isWhole = false;
        try {
            while (done < length) {
                final int segment = Math.min(length - done, BlockPool.MAX_BLOCK_LENGTH - header);
                final int handle = block(source, offset + done, segment, header);
                if (handle == BlockPool.NONE) {
                    return 0;
                }
                int flags = flags(options)
                        | (done == 0 ? SendQueue.FLAG_FIRST : 0)
                        | (done + segment == length ? SendQueue.FLAG_LAST : 0);
                if (header != 0) {
                    flags |= SendQueue.FLAG_POLICY;
                    PolicyHeader.write(pool, handle, options.policy(), policyValue);
                }
                queue.add(handle, segment, flags, options, path);
                done += segment;
                segmentCount++;
            }
            isWhole = true;
        } finally {
            if (!isWhole) {
                queue.freeBehind(before, pool);
                lists.close();
            }
        }
        return segmentCount;
    }

    /**
     * Returns a block with a part of the message behind room for a header, or {@link BlockPool#NONE}. It throws if the
     * memory of the source has been freed, or its limit moved.
     */
    private int block(final ByteBuffer source, final int from, final int length, final int header) {
        final int handle = pool.allocateSparing(header + length);
        if (handle == BlockPool.NONE) {
            return handle;
        }
        boolean copied = false;
        try {
            pool.buffer(handle).put(BlockPool.offset(handle) + header, source, from, length);
            copied = true;
        } finally {
            if (!copied) {
                pool.free(handle);
            }
        }
        return handle;
    }

    private static int flags(final SendOptions options) {
        return (options.isUnordered() ? DataChunk.FLAG_UNORDERED : 0)
                | (options.isSackImmediately() ? DataChunk.FLAG_IMMEDIATE : 0);
    }
}
