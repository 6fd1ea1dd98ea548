package io.sctp.engine.send;

import io.sctp.engine.FailedMessage;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;

/** Takes messages that will not arrive out of all tables of an {@link Outbound}, and hands them back. */
final class MessageFailures {
    private final Outbound outbound;
    private final SendQueue queue;
    private final StreamLists lists;
    private final HeldStreams held;
    private final SendBuffer buffer;
    private final FailedMessages failed;

    MessageFailures(
            final Outbound outbound,
            final SendQueue queue,
            final StreamLists lists,
            final HeldStreams held,
            final SendBuffer buffer,
            final FailedMessages failed) {
        this.outbound = outbound;
        this.queue = queue;
        this.lists = lists;
        this.held = held;
        this.buffer = buffer;
        this.failed = failed;
    }

    /** Hands back up to {@code limit} chunks and blocks; returns how many more it might, 0 if some may be left. */
    int failAll(final PathSet paths, final FailedMessage.Reason reason, final int causeCode, final int limit) {
        final OutstandingData outstanding = outbound.outstanding;
        int left = limit;
        while (!outstanding.isEmpty()) {
            if (left-- == 0) {
                return 0;
            }
            final int tsn = outstanding.firstTsn();
            forget(tsn, paths);
            if (outstanding.isSegmentEnd(tsn)) {
                failSent(tsn, reason, causeCode);
            }
            outbound.packetKey.onRemoved(outstanding.key(tsn));
            outstanding.removeFirst();
        }
        for (int list = lists.openLast(); list >= 0; list = lists.openBefore(list)) {
            while (queue.first() != SendQueue.NONE) {
                if (left-- == 0) {
                    return 0;
                }
                failQueued(queue.first(), reason, causeCode);
            }
        }
        return left;
    }

    /** Takes a chunk out of what its path counts. */
    void forget(final int tsn, final PathSet paths) {
        if (outbound.outstanding.state(tsn) == OutstandingData.IN_FLIGHT) {
            final TransportPath path = paths.at(outbound.outstanding.path(tsn));
            outbound.chunks.removeInFlight(tsn, path);
            path.flight().remove(outbound.chunkBytes(outbound.outstanding.length(tsn)));
            path.flight().stopTiming(tsn);
        } else if (outbound.outstanding.state(tsn) == OutstandingData.LOST) {
            outbound.chunks.removeLost(tsn, paths.at(outbound.chunks.pathOfLost(tsn)));
        }
    }

    void failSent(final int tsn, final FailedMessage.Reason reason, final int causeCode) {
        buffer.release(failed.addSent(outbound.outstanding, tsn, reason, causeCode));
    }

    /** Hands back what the open list has of a message. */
    void failMessage(final int first, final FailedMessage.Reason reason) {
        int segment = first;
        boolean last = false;
        while (!last) {
            final int next = queue.next(segment);
            last = (queue.flags(segment) & SendQueue.FLAG_LAST) != 0;
            failQueued(segment, reason, 0);
            segment = next;
        }
    }

    /** Hands back a segment of the open list. */
    private void failQueued(final int segment, final FailedMessage.Reason reason, final int causeCode) {
        buffer.release(queue.length(segment));
        buffer.onSent(queue.length(segment) - queue.sentBytes(segment));
        if ((queue.flags(segment) & SendQueue.FLAG_POLICY) != 0) {
            outbound.abandonment().onUnqueued(segment);
        }
        failed.addQueued(queue, segment, reason, causeCode);
        remove(segment);
    }

    /** Takes a segment of the open list out. */
    void remove(final int segment) {
        outbound.packetKey.onRemoved(queue.key(segment));
        held.onRemoved(queue.stream(segment));
        queue.remove(segment);
    }
}
