package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.StreamScheduler;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** User message interleaving as two engines agree on it and send it (RFC 8260 section 2). */
final class InterleavingTest {
    private static final int BEGIN = 2;
    private static final int END = 1;
    private static final int WHOLE = 3;
    private static final int UNORDERED = 4;
    private static final long MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private final ReceiveInfo info = new ReceiveInfo();
    private EnginePair pair;

    @ParameterizedTest(name = "client {0}, server {1}: type {2}")
    @CsvSource({"true, true, 64", "true, false, 0", "false, true, 0", "false, false, 0"})
    void shouldSendIDataOnlyIfBothEndsKnowIt(final boolean client, final boolean server, final int type) {
        pair = new EnginePair(
                        config().interleavingSupported(client).build(),
                        config().interleavingSupported(server).build())
                .connect();
        final List<Chunky> sent = tap();
        send(0, 10, 0);
        assertEquals(type, sent.get(0).type);
        assertEquals(type == 64, pair.clientSide.isInterleaved());
        assertEquals(type == 64, pair.serverSide.isInterleaved());
        assertEquals(10, pair.serverSide.receive(buffer, 0, 100, info));
    }

    @Test
    void shouldSendIDataWithTheCookie() {
        pair = new EnginePair(interleaving().build(), interleaving().build());
        final List<Chunky> sent = tap();
        pair.beginToConnect();
        send(3, 20, 0);
        assertEquals(64, sent.get(0).type);
        assertEquals(20, pair.serverEvents.association.receive(buffer, 0, 100, info));
        assertEquals(3, info.stream());
    }

    /** Messages are counted for each stream, ordered and unordered ones apart; fragments from 0, which is not said. */
    @Test
    void shouldNumberMessagesAndTheirFragments() {
        connect(StreamScheduler.FIRST_COME_FIRST_SERVED);
        final List<Chunky> sent = tap();
        send(1, 3000, 0);
        send(1, 10, 0);
        send(1, 10, Sends.UNORDERED);
        send(2, 10, 0);
        assertEquals(
                List.of(
                        "1.0 B ppid 7",
                        "1.0 - fsn 1",
                        "1.0 E fsn 2",
                        "1.1 BE ppid 7",
                        "1.0 UBE ppid 7",
                        "2.0 BE ppid 7"),
                sent.stream().map(Chunky::toString).toList());
        assertEquals(3000, receive());
        assertEquals(0, info.messageId());
        assertEquals(10, receive());
        assertEquals(1, info.messageId());
    }

    /** Linux numbers the second fragment 0, and is known by what it lists in its INIT. */
    @Test
    void shouldCountFragmentsAsThePeerDoes() {
        pair = new EnginePair(interleaving().build(), interleaving().build());
        pair.tap = (fromClient, packet, offset, length) -> {
            if (Chunk.type(packet, offset + 12) <= ChunkType.INIT_ACK) {
                hideIForwardTsn(packet, offset, length);
            }
            return true;
        };
        pair.connect();
        final List<Chunky> sent = tap();
        send(1, 4000, 0);
        assertEquals(
                List.of("1.0 B ppid 7", "1.0 - fsn 0", "1.0 E fsn 1"),
                sent.stream().map(Chunky::toString).toList());
        assertEquals(4000, receive());
    }

    /** Says "RE-CONFIG" a second time instead. */
    private static void hideIForwardTsn(final ByteBuffer packet, final int offset, final int length) {
        for (int at = offset + 12 + 20; at < offset + length; at++) {
            if (packet.getInt(at) == 0x82C040C2) {
                packet.put(at + 3, (byte) 0x82);
            }
        }
        new Checksum().write(packet, offset, length);
    }

    @Test
    void shouldNotLetALongMessageHoldUpAnother() {
        connect(StreamScheduler.PRIORITY);
        pair.clientSide.schedulerValue(0, 9);
        pair.clientSide.schedulerValue(1, 1);
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        send(0, 100_000, 0);
        pair.tap = (fromClient, packet, offset, length) -> true;
        send(1, 10, 0);
        pair.pass(10_000 * MILLI);
        assertEquals(10, receive(), "the short message was sent while the long one was");
        assertEquals(100_000, receive());
    }

    @Test
    void shouldSendAChunkOfEachStreamInTurn() {
        connect(StreamScheduler.ROUND_ROBIN);
        final List<Chunky> sent = tap();
        queue(1, 4000, 0);
        queue(2, 4000, 0);
        queue(3, 10, Sends.UNORDERED);
        pair.run();
        assertEquals(
                List.of(1, 2, 3, 1, 2, 1, 2),
                sent.stream().map(chunk -> chunk.stream).toList());
        assertEquals(10, receive());
        assertTrue(info.isUnordered());
        assertEquals(4000, receive());
        assertEquals(1, info.stream());
        assertEquals(4000, receive());
        assertEquals(2, info.stream());
    }

    /** What was begun under one scheduler goes on under another. */
    @Test
    void shouldFinishWhatIsBegunWhenTheSchedulerChanges() {
        connect(StreamScheduler.ROUND_ROBIN);
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        queue(1, 60_000, 0);
        queue(2, 60_000, 0);
        queue(2, 500, 0);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> true;
        for (final StreamScheduler next : List.of(
                StreamScheduler.FIRST_COME_FIRST_SERVED, StreamScheduler.FAIR_CAPACITY, StreamScheduler.PRIORITY)) {
            pair.clientSide.configure(
                    pair.clientSide.config().toBuilder().streamScheduler(next).build());
            pair.expireNext();
        }
        pair.pass(20_000 * MILLI);
        assertEquals(List.of(60_000, 60_000, 500), List.of(receive(), receive(), receive()));
    }

    @ParameterizedTest(name = "type {0} where interleaving is {1}")
    @CsvSource({"0, true", "64, false", "192, true", "194, false"})
    void shouldAbortWhereAChunkIsNotAsAgreed(final int type, final boolean interleaved) {
        pair = new EnginePair(
                        config().interleavingSupported(interleaved).build(),
                        config().interleavingSupported(interleaved).build())
                .connect();
        final var answers = new RawPeer(pair)
                .giveChunk(pair.serverSide.localTag(), type, WHOLE, pair.clientSide.nextTsn(), 0, 0, 0, 0x41414141);
        assertEquals(ChunkType.ABORT, answers.get(0).type());
        assertEquals(13, answers.get(0).cause(), "a protocol violation");
    }

    // -- giving up --------------------------------------------------------------------------------------------------

    @Test
    void shouldGiveUpEveryFragmentOfAMessageAmongThoseOfOthers() {
        connect(StreamScheduler.ROUND_ROBIN);
        final List<Chunky> sent = tap(false);
        queue(1, 30_000, 0, Policy.LIFETIME, 500 * MILLI);
        queue(2, 30_000, 0, Policy.RELIABLE, 0);
        queue(3, 30_000, Sends.UNORDERED, Policy.LIFETIME, 500 * MILLI);
        pair.run();
        assertTrue(sent.size() > 2);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(20_000 * MILLI);
        assertEquals(30_000, receive());
        assertEquals(2, info.stream());
        queue(1, 10, 0, Policy.RELIABLE, 0);
        queue(3, 20, Sends.UNORDERED, Policy.RELIABLE, 0);
        pair.run();
        assertEquals(10, receive());
        assertEquals(1, info.messageId());
        assertEquals(20, receive());
        assertEquals(1, info.messageId());
        assertEquals(2, pair.clientSide.abandonedMessages().sent());
        pair.pass(1000 * MILLI);
        assertEquals(0, pair.client.memoryBlocks());
        assertEquals(0, pair.serverSide.heldBytes());
    }

    /** The peer waits for the rest of what it has, and is told that it will not come. */
    @Test
    void shouldTellOfAMessageOfWhichAllThatWasSentArrived() {
        connect(StreamScheduler.ROUND_ROBIN);
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
        queue(1, 30_000, 0, Policy.LIFETIME, 500 * MILLI);
        queue(1, 10, 0, Policy.RELIABLE, 0);
        pair.run();
        pair.tap = (fromClient, packet, offset, length) -> !fromClient;
        pair.pass(1100 * MILLI);
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.pass(20_000 * MILLI);
        assertEquals(10, receive());
        assertEquals(1, pair.clientSide.abandonedMessages().sent());
        assertEquals(0, pair.serverSide.heldBytes());
    }

    // -- beginning again --------------------------------------------------------------------------------------------

    @Test
    void shouldBeginIdentifiersAgainWhenStreamsAreReset() {
        final AssociationConfigBuilder granting =
                interleaving().grantedReconfigurations(7).streamScheduler(StreamScheduler.ROUND_ROBIN);
        pair = new EnginePair(granting.build(), granting.build()).connect();
        for (int i = 0; i < 3; i++) {
            send(1, 10, 0);
            send(1, 10, Sends.UNORDERED);
            send(2, 10, 0);
        }
        pair.clientSide.resetOutgoingStreams(1);
        pair.run();
        while (pair.serverSide.readyMessages() > 0) {
            receive();
        }
        final List<Chunky> sent = tap();
        send(1, 10, 0);
        send(1, 10, Sends.UNORDERED);
        send(2, 10, 0);
        pair.clientSide.resetAssociation();
        // The last message is acknowledged late.
        pair.pass(250_000_000);
        send(2, 10, 0);
        assertEquals(List.of(0, 0, 3, 0), sent.stream().map(chunk -> chunk.mid).toList());
        assertEquals(4, pair.serverSide.readyMessages());
    }

    @Test
    void shouldAgreeAnewWithAPeerThatRestarts() {
        connect(StreamScheduler.ROUND_ROBIN);
        send(0, 10, 0);
        pair.forgetClient();
        pair.beginToConnect();
        pair.run();
        assertFalse(pair.serverSide.isInterleaved(), "the client that begins anew does not offer it");
        send(0, 20, 0);
        assertEquals(10, receive());
        assertEquals(20, receive());
        assertEquals(0, info.messageId());
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private static AssociationConfigBuilder config() {
        return AssociationConfig.builder();
    }

    private static AssociationConfigBuilder interleaving() {
        return config().interleavingSupported(true);
    }

    private void connect(final StreamScheduler scheduler) {
        final AssociationConfig config =
                interleaving().streamScheduler(scheduler).build();
        pair = new EnginePair(config, config).connect();
    }

    private void queue(final int stream, final int length, final int flags) {
        queue(stream, length, flags, Policy.RELIABLE, 0);
    }

    private void queue(final int stream, final int length, final int flags, final Policy policy, final long value) {
        pair.client.advanceTo(pair.nowNs);
        assertEquals(
                SendResult.QUEUED,
                Sends.send(pair.clientSide, buffer, 0, length, stream, flags, 7, 0, policy, value, null));
    }

    private void send(final int stream, final int length, final int flags) {
        queue(stream, length, flags);
        pair.run();
    }

    private int receive() {
        return pair.serverSide.receive(buffer, 0, buffer.capacity(), info);
    }

    private List<Chunky> tap() {
        return tap(true);
    }

    /** Collects the chunks of data that the client sends. */
    private List<Chunky> tap(final boolean passes) {
        final List<Chunky> sent = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            for (int at = offset + 12;
                    fromClient && at < offset + length;
                    at += Chunk.padded(Chunk.length(packet, at))) {
                if (Chunk.type(packet, at) == 0 || Chunk.type(packet, at) == 64) {
                    sent.add(new Chunky(packet, at));
                }
            }
            return passes || !fromClient;
        };
        return sent;
    }

    /** A chunk of data as it was on the wire. */
    private static final class Chunky {
        final int type;
        final int flags;
        final int stream;
        final int mid;
        final int ppidOrFsn;

        Chunky(final ByteBuffer packet, final int at) {
            type = packet.get(at) & 0xFF;
            flags = packet.get(at + 1);
            stream = packet.getShort(at + 8);
            mid = packet.getInt(at + 12);
            ppidOrFsn = packet.getInt(at + 16);
        }

        @Override
        public String toString() {
            final boolean begins = (flags & BEGIN) != 0;
            return stream + "." + mid + " " + ((flags & UNORDERED) != 0 ? "U" : "") + (begins ? "B" : "")
                    + ((flags & END) != 0 ? "E" : "") + ((flags & WHOLE) == 0 ? "-" : "")
                    + (begins ? " ppid " : " fsn ") + ppidOrFsn;
        }
    }
}
