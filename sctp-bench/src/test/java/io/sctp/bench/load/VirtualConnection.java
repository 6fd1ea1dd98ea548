package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.schedule.Clock;
import io.sctp.bench.transport.Connection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes messages, but for a time in which it does not, and keeps when each was sent, counted from the schedule's start.
 */
final class VirtualConnection implements Connection {
    /** When the schedule starts. */
    static final long START_NS = 1_000;

    final List<Long> sentNs = new ArrayList<>();
    final List<Long> intendedNs = new ArrayList<>();
    final List<Integer> streams = new ArrayList<>();
    final List<Integer> bytes = new ArrayList<>();
    /** How many messages went with each flush that had some. */
    final List<Integer> batches = new ArrayList<>();
    /** How long it takes over a message. */
    long takesNs;

    long blockedFromNs;
    long blockedUntilNs;

    private final Clock clock;
    private int flushed;

    VirtualConnection(final Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean trySend(final ByteBuffer message, final int stream) {
        final long nowNs = clock.nanoTime() - START_NS;
        if (nowNs >= blockedFromNs && nowNs < blockedUntilNs) {
            return false;
        }
        sentNs.add(nowNs);
        streams.add(stream);
        bytes.add(message.remaining());
        intendedNs.add(Payload.intendedNs(message));
        if (takesNs > 0) {
            clock.idleUntil(clock.nanoTime() + takesNs);
        }
        return true;
    }

    @Override
    public boolean flush() {
        if (sentNs.size() > flushed) {
            batches.add(sentNs.size() - flushed);
            flushed = sentNs.size();
        }
        return true;
    }

    @Override
    public void answer(final ByteBuffer message, final int stream) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(final Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteBuffer message() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int messageStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    /** A sender of messages for a server of this project. */
    static Sender sender(final LoadPlan plan, final VirtualConnection[] connections, final Clock clock) {
        final ByteBuffer buffer = Payload.allocate(plan.messages().sizes().maxBytes());
        final Requests[] requests = new Requests[connections.length];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = new OwnRequests(i, 0, buffer);
        }
        return new Sender(plan, connections, requests, clock);
    }
}
