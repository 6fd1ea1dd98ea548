package io.sctp.engine.sim;

import io.sctp.engine.Association;
import io.sctp.engine.ReceiveInfo;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The reading half of a {@link SimHost}'s user: joins the parts of messages and enters the messages in the ledger. */
final class SimReader {
    /** A message being read is known by its stream and order. */
    private record Reading(int stream, boolean unordered) {}

    private final SimHost host;
    private final ByteBuffer inbox = ByteBuffer.allocateDirect(SimHost.MAX_MESSAGE);
    private final ReceiveInfo info = new ReceiveInfo();
    private final Map<Reading, ByteArrayOutputStream> reading = new HashMap<>();
    private final Map<Reading, Integer> readingIds = new HashMap<>();

    SimReader(final SimHost host) {
        this.host = host;
    }

    /** Forgets messages of which only parts were read. */
    void forget() {
        reading.clear();
        readingIds.clear();
    }

    /** Says whether a message was read in part. */
    boolean isInAMessage() {
        return !reading.isEmpty();
    }

    /** Reads one message or part, or a piece of it; returns whether there was any. */
    boolean readOne(final Association from) {
        final int capacity = host.random.chance(0.2) ? host.random.between(1, 500) : SimHost.MAX_MESSAGE;
        host.work.begin();
        final int length = from.receive(inbox, 0, capacity, info);
        host.work.end("a receive", Math.max(0, length));
        if (length < 0) {
            return false;
        }
        final Reading key = new Reading(info.stream(), info.isUnordered());
        host.require(
                !info.isAborted() || length == 0, () -> "read " + length + " bytes of a message that was given up");
        host.require(
                reading.isEmpty()
                        || reading.containsKey(key)
                        || (host.interleaved
                                && host.config.partsInterleaved()
                                && host.config.partialDeliveryBytes() > 0),
                () -> "read stream " + key.stream() + " in the middle of a message of another");
        if (info.isAborted()) {
            readingIds.remove(key);
            host.require(reading.remove(key) != null, () -> "heard of the end of a message that it does not read");
            return true;
        }
        final int begunId = readingIds.computeIfAbsent(key, any -> info.messageId());
        host.require(
                begunId == info.messageId(),
                () -> "read message " + info.messageId() + " of " + key + " in the middle of " + begunId);
        final ByteArrayOutputStream soFar = reading.computeIfAbsent(key, any -> new ByteArrayOutputStream());
        for (int i = 0; i < length; i++) {
            soFar.write(inbox.get(i));
        }
        if (info.isComplete()) {
            reading.remove(key);
            readingIds.remove(key);
            host.incoming.received(
                    ByteBuffer.wrap(soFar.toByteArray()),
                    soFar.size(),
                    info.stream(),
                    info.ssn(),
                    info.messageId(),
                    info.isUnordered(),
                    info.ppid());
        }
        return true;
    }
}
