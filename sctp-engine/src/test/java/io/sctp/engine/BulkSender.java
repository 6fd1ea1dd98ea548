package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;

/**
 * An association whose server has much to send and much outstanding, and a {@link BulkPeer} that answers it. It knows
 * the steps that the server's engine took for a call.
 */
final class BulkSender {
    static final int WINDOW = 1 << 28;

    private static final int HUGE = 1 << 28;

    final EnginePair pair;
    final BulkPeer peer;

    /** The last TSN that was acknowledged. */
    int acked;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);

    BulkSender() {
        this(config());
    }

    BulkSender(final AssociationConfigBuilder config) {
        pair = new EnginePair(config.build(), config.build()).connect();
        peer = new BulkPeer(pair);
        acked = pair.serverSide.nextTsn() - 1;
    }

    /** Room for many messages, at both ends. */
    static AssociationConfigBuilder config() {
        return AssociationConfig.builder()
                .sendBufferBytes(1 << 24)
                .receiveWindowBytes(1 << 24)
                .maxMessageBytes(1 << 20)
                .maxBurst(32);
    }

    /** Lets the congestion window grow until so many one-byte messages fit, with their headers and padding. */
    BulkSender growWindow(final int messages) {
        final int bytes = messages * (DataChunk.HEADER_LENGTH + 2 * Integer.BYTES);
        while (pair.serverSide.path(0).congestionWindowBytes() < bytes) {
            for (int i = pair.serverSide.path(0).congestionWindowBytes() / 1000; i > 0; i--) {
                Sends.send(pair.serverSide, buffer, 0, 1400, 0, 0, 0, 0);
            }
            while (pair.serverSide.bufferedBytes() > 0) {
                sendWhatMay();
                for (int chunk = pair.serverSide.unacknowledgedChunks(); chunk > 0; chunk--) {
                    peer.sack(++acked, WINDOW);
                    peer.hand();
                }
            }
        }
        return this;
    }

    /** Sends what the windows have room for, burst by burst. */
    private void sendWhatMay() {
        int before = -1;
        while (before != pair.serverSide.unacknowledgedChunks()) {
            before = pair.serverSide.unacknowledgedChunks();
            peer.drain();
            pass(1_000_000);
        }
    }

    /** Sends what is queued until so many chunks are outstanding. */
    void fillWindow(final int chunks) {
        sendWhatMay();
        assertTrue(
                pair.serverSide.unacknowledgedChunks() >= chunks,
                () -> pair.serverSide.unacknowledgedChunks() + " chunks in a window of "
                        + pair.serverSide.path(0).congestionWindowBytes());
    }

    /** Sends a message. */
    SendResult send(final int length, final int stream, final Policy policy, final long value) {
        return Sends.send(pair.serverSide, buffer, 0, length, stream, 0, 0, 0, policy, value, null);
    }

    /** Sends one-byte messages on so many streams in turn. */
    void sendMany(final int messages, final int streams) {
        for (int i = 0; i < messages; i++) {
            Sends.send(pair.serverSide, buffer, 0, 1, i % streams, 0, 0, 0);
        }
    }

    /** Returns the steps that a call took. */
    long steps(final Runnable call) {
        final long before = pair.server.workSteps();
        call.run();
        return pair.server.workSteps() - before;
    }

    /** Fails if a call takes more steps than that. */
    void assertSteps(final long most, final String what, final Runnable call) {
        final long taken = steps(call);
        assertTrue(taken <= most, () -> what + " took " + taken + " steps, not " + most);
    }

    /** Moves the server's clock, and lets its timers expire. */
    void pass(final long spanNs) {
        pair.nowNs += spanNs;
        pair.server.handleTimeout(pair.nowNs);
    }

    /** Hands events over, and forgets them. */
    void takeEvents() {
        while (pair.server.pollEvents(pair.serverEvents, HUGE) > 0) {
            // More may come.
        }
        pair.serverEvents.events.clear();
        pair.serverEvents.failed.clear();
    }
}
