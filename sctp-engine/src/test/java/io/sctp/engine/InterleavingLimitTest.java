package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.StreamScheduler;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interleaved messages are begun only while the peer has room to complete them (RFC 8260 section 2). */
final class InterleavingLimitTest {
    private static final int WINDOW = 64 * 1024;
    private static final int BEGIN = 2;
    private static final long MILLI = 1_000_000;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final ReceiveInfo info = new ReceiveInfo();
    private EnginePair pair;

    /** The streams on which messages began, as they did. */
    private final List<Integer> begun = new ArrayList<>();

    /** After how many chunks each of them did. */
    private final List<Integer> begunAfter = new ArrayList<>();

    // -- all that is begun can be completed -------------------------------------------------------------------------

    /** Together they are three times as long as the window. */
    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldCompleteManyMessagesWhereOnlyWholeOnesAreHandedUp(final StreamScheduler scheduler) {
        connect(scheduler, receiver());
        for (int stream = 0; stream < 20; stream++) {
            send(stream, 10_000);
        }
        assertEquals(20, readSlowly());
    }

    /** What comes behind a message in parts takes room until that one has ended. */
    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldCompleteAMessageInPartsThatHoldsOthersBack(final StreamScheduler scheduler) {
        connect(scheduler, receiver().partialDeliveryBytes(1000));
        pair.clientSide.schedulerValue(0, 9);
        send(0, 300_000);
        pair.run();
        for (int i = 0; i < 300; i++) {
            send(1 + i % 9, i % 2 == 0 ? 500 : 3000);
        }
        assertEquals(301, readSlowly());
    }

    /** Each is charged more than it is long. */
    @Test
    void shouldCompleteAMessageInPartsThatTinyOnesPass() {
        connect(StreamScheduler.PRIORITY, receiver().partialDeliveryBytes(1000));
        pair.clientSide.schedulerValue(0, 9);
        send(0, 300_000);
        pair.run();
        for (int i = 0; i < 4000; i++) {
            send(1 + i % 9, 1);
        }
        assertEquals(4001, readSlowly());
    }

    @Test
    void shouldCompleteManyMessagesThatAreGivenUpNowAndThen() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        final int[] packets = {0};
        pair.tap = (fromClient, packet, offset, length) -> !fromClient || ++packets[0] % 7 != 0;
        int reliable = 0;
        for (int i = 0; i < 60; i++) {
            final boolean mortal = i % 3 == 0;
            reliable += mortal ? 0 : 1;
            send(i % 20, 10_000, mortal ? Policy.RETRANSMISSIONS : Policy.RELIABLE);
        }
        final int received = readSlowly();
        final long givenUp = pair.clientSide.abandonedMessages().sent();
        assertTrue(givenUp > 5, givenUp + " were given up");
        assertTrue(received >= reliable, received + " of " + reliable);
    }

    /** It comes first from some time on, and with it the window would be full before it has ended. */
    @Test
    void shouldLeaveAMessageThatIsBegunTheRoomThatItNeeds() {
        connect(StreamScheduler.PRIORITY, receiver());
        pair.clientSide.schedulerValue(1, 9);
        send(1, 62_000);
        final List<Integer> sent = tap();
        pair.carry(true);
        send(2, 15_000);
        pair.carry(false);
        pair.carry(true);
        assertTrue(sent.contains(2) && sent.size() < 12, sent::toString);
        pair.clientSide.schedulerValue(2, 99);
        assertEquals(2, readSlowly());
        assertTrue(sent.lastIndexOf(2) < sent.lastIndexOf(1), "the second was completed before the first: " + sent);
    }

    // -- what may pass ----------------------------------------------------------------------------------------------

    /** The window is full of what the user did not read, and each time he reads there is some room. */
    @ParameterizedTest
    @EnumSource(
            value = StreamScheduler.class,
            names = {"FIRST_COME_FIRST_SERVED"},
            mode = EnumSource.Mode.EXCLUDE)
    void shouldLetASmallMessagePassOneLongerThanTheWindow(final StreamScheduler scheduler) {
        connect(scheduler, receiver().partialDeliveryBytes(1000).partsInterleaved(true));
        pair.clientSide.schedulerValue(0, 9);
        pair.clientSide.schedulerValue(1, 1);
        send(0, 900_000);
        pair.pass(1000 * MILLI);
        assertTrue(pair.clientSide.peerWindow() < 2000, "the window is full");
        send(1, 1000);
        int read = 0;
        int ofTheLarge = 0;
        do {
            read = pair.serverSide.receive(buffer, 0, 5000, info);
            ofTheLarge += info.stream() == 0 ? read : 0;
            pair.run();
        } while (info.stream() == 0);
        assertEquals(1000, read);
        assertTrue(ofTheLarge < 2 * WINDOW, "it came after " + ofTheLarge + " bytes of the large one");
    }

    /** Half of the window is for what is not sent yet of all but the first. */
    @Test
    void shouldBeginNoMoreThanFitBesideTheFirst() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        send(1, 40_000);
        send(2, 20_000);
        send(3, 20_000);
        send(4, 1000);
        final List<Integer> sent = tap();
        assertEquals(4, readSlowly());
        assertEquals(List.of(1, 2, 3, 4), begun);
        final int third = sent.indexOf(3);
        assertTrue(third > 20, "the two take turns: " + sent);
        assertTrue(
                sent.lastIndexOf(2) < third || sent.lastIndexOf(1) < third, "there was no room beside both: " + sent);
        assertTrue(sent.indexOf(4) > third, "who waits keeps his turn: " + sent);
    }

    /** Or else those that fit beside others would pass it for ever. */
    @Test
    void shouldKeepTheTurnOfAMessageThatDoesNotFit() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        final int[] more = {200};
        send(1, 60_000);
        send(2, 50_000);
        final List<Integer> sent = tap();
        final EnginePair.Tap tap = pair.tap;
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient && more[0]-- > 0) {
                send(3 + more[0] % 5, 4000);
            }
            return tap.passes(fromClient, packet, offset, length);
        };
        readSlowly();
        final int last = sent.lastIndexOf(1);
        assertTrue(
                sent.indexOf(2) < last + 10,
                "sent " + sent.indexOf(2) + " chunks before it, " + last + " of the first");
    }

    /** It would be in vain. */
    @Test
    void shouldNotHoldTheFirstBackForOneThatCannotFitBesideIt() {
        connectToASmallWindow();
        send(1, 19_000);
        send(2, 15_000);
        pair.run();
        assertTrue(pair.clientSide.peerWindow() < 2000, () -> pair.clientSide.peerWindow() + " bytes of room are left");
    }

    @Test
    void shouldHoldTheFirstBackForThoseThatFitBesideIt() {
        connectToASmallWindow();
        send(1, 19_000);
        for (int stream = 2; stream < 10; stream++) {
            send(stream, 3000);
        }
        pair.run();
        assertTrue(pair.clientSide.peerWindow() > 5000, () -> pair.clientSide.peerWindow() + " bytes of room are left");
    }

    /** It is all that limits what is in flight; nothing is acknowledged. */
    private void connectToASmallWindow() {
        connect(
                sender(StreamScheduler.ROUND_ROBIN).maxPacketSize(12_000).maxChunkPayload(1400),
                receiver().receiveWindowBytes(20_000).maxMessageBytes(20_000));
        assertEquals(2 * (12_000 - PacketHeader.LENGTH), pair.clientSide.path(0).congestionWindowBytes());
        pair.tap = (fromClient, packet, offset, length) -> fromClient;
    }

    @Test
    void shouldLetAnotherBeginWhenOneIsGivenUp() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        send(1, 60_000);
        send(2, 20_000, Policy.LIFETIME);
        send(3, 20_000);
        final List<Integer> sent = tap();
        final EnginePair.Tap tap = pair.tap;
        pair.tap =
                (fromClient, packet, offset, length) -> tap.passes(fromClient, packet, offset, length) && !fromClient;
        pair.run();
        assertEquals(List.of(1, 2), begun);
        pair.tap = tap;
        pair.pass(20_000 * MILLI);
        assertEquals(1, pair.clientSide.abandonedMessages().sent());
        assertTrue(sent.indexOf(3) < sent.lastIndexOf(1), "beside the first, instead of the second: " + sent);
        assertEquals(2, readSlowly());
    }

    @Test
    void shouldLetAnotherLeadWhenTheFirstIsGivenUp() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        send(1, 60_000, Policy.LIFETIME);
        send(2, 60_000);
        final List<Integer> sent = tap();
        final EnginePair.Tap tap = pair.tap;
        pair.tap =
                (fromClient, packet, offset, length) -> tap.passes(fromClient, packet, offset, length) && !fromClient;
        pair.run();
        assertEquals(List.of(1), begun);
        pair.tap = tap;
        pair.pass(20_000 * MILLI);
        assertTrue(sent.contains(2), sent::toString);
        assertEquals(1, readSlowly());
    }

    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldHandBackAllThatIsBegunWhenTheAssociationEnds(final StreamScheduler scheduler) {
        connect(scheduler, receiver());
        for (int stream = 0; stream < 10; stream++) {
            send(stream, 70_000);
            send(stream, 10_000);
        }
        pair.run();
        pair.clientSide.abort();
        pair.run();
        final List<String> failed = pair.clientEvents.events.stream()
                .filter(event -> event.startsWith("failed"))
                .toList();
        assertEquals(20, failed.size(), failed::toString);
        assertEquals(0, pair.client.memoryBlocks());
    }

    // -- schedulers that change -------------------------------------------------------------------------------------

    /** What is begun is sent before anything else begins, and then is counted again. */
    @Test
    void shouldEndWhatIsBegunFirstWhenNoSchedulerChoosesAnyMore() {
        connect(StreamScheduler.ROUND_ROBIN, receiver());
        for (int stream = 1; stream <= 4; stream++) {
            send(stream, 6000);
            send(stream, 6000);
        }
        final List<Integer> sent = tap();
        final EnginePair.Tap tap = pair.tap;
        pair.tap =
                (fromClient, packet, offset, length) -> tap.passes(fromClient, packet, offset, length) && !fromClient;
        pair.run();
        final List<Integer> underWay = List.copyOf(begun);
        assertTrue(underWay.size() > 1, underWay::toString);
        use(StreamScheduler.FIRST_COME_FIRST_SERVED);
        pair.tap = tap;
        sent.clear();
        pair.pass(10_000 * MILLI);
        assertEquals(8, readSlowly());
        final List<Integer> before = sent.subList(0, begunAfter.get(underWay.size()));
        assertEquals(Set.copyOf(underWay), Set.copyOf(before), () -> before + " before another began");
        for (final StreamScheduler next : StreamScheduler.values()) {
            for (int stream = 0; stream < 20; stream++) {
                send(stream, 10_000);
            }
            pair.carry(true);
            use(next);
        }
        assertEquals(20 * StreamScheduler.values().length, readSlowly());
    }

    // -- helpers ----------------------------------------------------------------------------------------------------

    private static AssociationConfigBuilder receiver() {
        return AssociationConfig.builder()
                .interleavingSupported(true)
                .receiveWindowBytes(WINDOW)
                .maxMessageBytes(WINDOW);
    }

    private static AssociationConfigBuilder sender(final StreamScheduler scheduler) {
        return AssociationConfig.builder()
                .interleavingSupported(true)
                .outboundStreams(20)
                .sendBufferBytes(1 << 21)
                .streamScheduler(scheduler);
    }

    private void connect(final StreamScheduler scheduler, final AssociationConfigBuilder receiver) {
        connect(sender(scheduler), receiver);
    }

    private void connect(final AssociationConfigBuilder sender, final AssociationConfigBuilder receiver) {
        pair = new EnginePair(sender.build(), receiver.build()).connect();
    }

    private void use(final StreamScheduler scheduler) {
        final Association sender = pair.clientSide;
        sender.configure(sender.config().toBuilder().streamScheduler(scheduler).build());
    }

    private void send(final int stream, final int length) {
        send(stream, length, Policy.RELIABLE);
    }

    private void send(final int stream, final int length, final Policy policy) {
        pair.client.advanceTo(pair.nowNs);
        final long value = policy == Policy.LIFETIME ? pair.nowNs + 500 * MILLI : 0;
        assertEquals(
                SendResult.QUEUED,
                Sends.send(pair.clientSide, buffer, 0, length, stream, 0, 7, 0, policy, value, null));
    }

    /**
     * Reads a message, or part of one, whenever nothing else happens; returns how many messages were read to their end.
     */
    private int readSlowly() {
        int messages = 0;
        for (int idle = 0; idle < 100; idle++) {
            pair.pass(100 * MILLI);
            while (pair.serverSide.receive(buffer, 0, buffer.capacity(), info) >= 0) {
                messages += info.isComplete() ? 1 : 0;
                pair.run();
                idle = 0;
            }
            final List<String> events = pair.clientEvents.events;
            assertFalse(events.stream().anyMatch(event -> event.startsWith("closed")), events::toString);
        }
        assertEquals(0, pair.clientSide.bufferedBytes());
        return messages;
    }

    /** Collects the streams of the chunks that the client sends for the first time. */
    private List<Integer> tap() {
        final List<Integer> sent = new ArrayList<>();
        final int[] next = {pair.clientSide.nextTsn()};
        pair.tap = (fromClient, packet, offset, length) -> {
            for (int at = offset + 12;
                    fromClient && at < offset + length;
                    at += Chunk.padded(Chunk.length(packet, at))) {
                if (Chunk.type(packet, at) == ChunkType.I_DATA && packet.getInt(at + 4) - next[0] >= 0) {
                    next[0] = packet.getInt(at + 4) + 1;
                    if ((packet.get(at + 1) & BEGIN) != 0) {
                        begun.add((int) packet.getShort(at + 8));
                        begunAfter.add(sent.size());
                    }
                    sent.add((int) packet.getShort(at + 8));
                }
            }
            return true;
        };
        return sent;
    }
}
