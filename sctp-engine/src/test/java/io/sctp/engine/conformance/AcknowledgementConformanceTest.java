package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.MILLI;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.SECOND;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.chunks;
import static io.sctp.engine.conformance.ScriptedPeer.only;
import static io.sctp.engine.conformance.WireBytes.UNORDERED;
import static io.sctp.engine.conformance.WireBytes.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 sections 6.2, 6.2.1 and 6.7: what a SACK says, when it goes, and what it means. */
final class AcknowledgementConformanceTest {
    private static final int SMALL_WINDOW = 8000;

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    /** The next TSN of the peer. */
    private int tsn = PEER_TSN;

    /** The first DATA may be acknowledged sooner than others (section 5.1). */
    private void acceptWithSomeData(final ScriptedPeer receiver) {
        receiver.accepted();
        receiver.give(data());
        receiver.pass(SECOND);
        receiver.readAll();
    }

    private byte[] data() {
        return WireBytes.data(tsn++, 0, 0, WHOLE | UNORDERED, 100, 'a');
    }

    private static int cumulative(final List<Packet> packets) {
        return only(packets, WireBytes.SACK).tsn();
    }

    // -- section 6.2 ------------------------------------------------------------------------------------------------

    @Test
    @Conforms({"6.2#1", "6.2#6", "6.2#11", "6.2#12"})
    void shouldAcknowledgeOnePacketAfterADelay() {
        acceptWithSomeData(peer);
        assertEquals(List.of(), peer.give(data(), data(), data()));
        assertEquals(List.of(), peer.pass(199 * MILLI));
        assertEquals(tsn - 1, cumulative(peer.pass(MILLI)));
        assertEquals(List.of(), peer.pass(5 * SECOND));
    }

    @Test
    @Conforms({"6.2#1", "6.2#6", "6.2#7", "6.2#12"})
    void shouldAcknowledgeEverySecondPacketOnce() {
        acceptWithSomeData(peer);
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), peer.give(data()));
            assertEquals(tsn, cumulative(peer.give(data())));
        }
    }

    @Test
    @Conforms({"6.2#6", "6.2#7", "3.3.4#1"})
    void shouldNotAcknowledgeMoreOftenWhenPacketsComeTogether() {
        acceptWithSomeData(peer);
        for (int i = 0; i < 6; i++) {
            peer.hand(WireBytes.packet(
                    ScriptedPeer.PORT, ScriptedPeer.PORT, peer.association.localTag(), data(), data()));
        }
        final List<Chunk> sacks = chunks(peer.poll(), WireBytes.SACK);
        assertTrue(!sacks.isEmpty() && sacks.size() <= 3, sacks::toString);
        int window = peer.association.config().receiveWindowBytes();
        for (final Chunk sack : sacks) {
            assertTrue(sack.int32(8) < window && sack.int32(8) > 0, () -> "a window of " + sack.int32(8));
            window = sack.int32(8);
        }
        assertEquals(tsn - 1, sacks.get(sacks.size() - 1).tsn());
    }

    @ParameterizedTest
    @ValueSource(ints = {WireBytes.HEARTBEAT_ACK, WireBytes.ERROR, WireBytes.COOKIE_ACK, WireBytes.SACK})
    @Conforms("6.2#6")
    void shouldNotAcknowledgeWhatIsNotData(final int type) {
        acceptWithSomeData(peer);
        final byte[] chunk =
                type == WireBytes.SACK ? WireBytes.sack(peer.engineTsn - 1, WINDOW) : WireBytes.chunk(type, 0);
        assertEquals(List.of(), peer.give(chunk));
        assertEquals(List.of(), peer.pass(SECOND));
    }

    @Test
    @Conforms("6.2#7")
    void shouldSendOneSackForAPacketWhateverIsInIt() {
        acceptWithSomeData(peer);
        final int old = tsn - 1;
        final byte[] beyond = WireBytes.data(tsn + 3, 0, 0, WHOLE | UNORDERED | WireBytes.IMMEDIATE, 100, 'b');
        final byte[] duplicate = WireBytes.data(old, 0, 0, WHOLE | UNORDERED, 100, 'a');
        assertEquals(old + 1, cumulative(peer.give(duplicate, data(), beyond, duplicate, beyond)));
        assertEquals(List.of(), peer.pass(SECOND));
    }

    @Test
    @Conforms({"6.2#12", "6.7#4", "3#2", "3.3.4#1", "3.3.4#2"})
    void shouldReportTheLastTsnInSequenceAndTheGapsBeyond() {
        acceptWithSomeData(peer);
        final int cumulative = tsn - 1;
        give(cumulative + 2);
        give(cumulative + 3);
        give(cumulative + 6);
        Chunk sack = only(give(cumulative + 6), WireBytes.SACK);
        assertEquals(cumulative, sack.tsn());
        assertEquals(2, sack.int16(12));
        assertEquals(2 << 16 | 3, sack.int32(16));
        assertEquals(6 << 16 | 6, sack.int32(20));
        sack = only(give(cumulative + 1), WireBytes.SACK);
        assertEquals(cumulative + 3, sack.tsn());
        assertEquals(1, sack.int16(12));
        assertEquals(3 << 16 | 3, sack.int32(16));
    }

    /** Two packets that have changed places. */
    @Test
    @Conforms("6.2#12")
    void shouldReportBothOfTwoTsnsThatCameInTheWrongOrder() {
        acceptWithSomeData(peer);
        final int cumulative = tsn - 1;
        assertEquals(cumulative, cumulative(give(cumulative + 2)));
        final Chunk sack = only(give(cumulative + 1), WireBytes.SACK);
        assertEquals(cumulative + 2, sack.tsn());
        assertEquals(0, sack.int32(12), "gap blocks and duplicates");
    }

    private List<Packet> give(final int number) {
        return peer.give(WireBytes.data(number, 0, 0, WHOLE | UNORDERED, 10, 'a'));
    }

    /** While the association ends, too; in SHUTDOWN-SENT section 9.2 has the same rule. */
    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT"})
    @Conforms("6.2#14")
    void shouldAcknowledgeADuplicateAtOnceWhileItEnds(final AssociationState state) {
        peer.in(state);
        peer.give(data());
        peer.pass(250 * MILLI);
        assertEquals(List.of(), chunks(peer.pass(250 * MILLI), WireBytes.SACK));
        final byte[] duplicate = WireBytes.data(tsn - 1, 0, 0, WHOLE | UNORDERED, 100, 'a');
        assertEquals(tsn - 1, cumulative(peer.give(duplicate)));
    }

    @Test
    @Conforms("6.2#14")
    void shouldAcknowledgeADuplicateAtOnce() {
        acceptWithSomeData(peer);
        peer.give(data());
        peer.pass(SECOND);
        final byte[] duplicate = WireBytes.data(tsn - 1, 0, 0, WHOLE | UNORDERED, 100, 'a');
        for (int i = 0; i < 3; i++) {
            final Chunk sack = only(peer.give(duplicate), WireBytes.SACK);
            assertEquals(tsn - 1, sack.tsn());
            assertEquals(1, sack.int16(14), "duplicates reported");
            assertEquals(tsn - 1, sack.int32(16));
        }
        assertEquals(1, peer.readAll().size());
        // An older one, too.
        final byte[] older = WireBytes.data(tsn - 2, 0, 0, WHOLE | UNORDERED, 100, 'a');
        assertEquals(tsn - 1, cumulative(peer.give(older)));
    }

    /** 512 bytes hold the headers and 121 gap blocks; the lowest ones are reported. */
    @Test
    @Conforms({"6.2#13", "6.7#4", "6.7#5", "6.10#1"})
    void shouldReportAsManyGapsAsFitAPacketLowestFirst() {
        final ScriptedPeer narrow =
                new ScriptedPeer(AssociationConfig.builder().maxPacketSize(512).build());
        narrow.accepted();
        List<Packet> last = List.of();
        for (int i = 200; i > 0; i--) {
            last = narrow.give(WireBytes.data(PEER_TSN - 1 + 2 * i, 0, 0, WHOLE | UNORDERED, 10, 'a'));
        }
        final Chunk sack = only(last, WireBytes.SACK);
        assertEquals(512, last.get(0).length());
        assertEquals(121, sack.int16(12));
        for (int i = 1; i <= 121; i++) {
            assertEquals((2 * i) << 16 | 2 * i, sack.int32(12 + 4 * i));
        }
    }

    /**
     * Two SACKs for two packets that come at once, to a peer that is sent both together: the second one is longer, and
     * not cut to the length of the first.
     */
    @Test
    @Conforms("6.2#13")
    void shouldReportAllGapsInTheLongerOfTwoSacksThatGoTogether() {
        final byte[] mark = "sctpjava".getBytes(StandardCharsets.US_ASCII);
        peer.accepted(10, WINDOW, WireBytes.parameter(0xBF53, mark));
        final byte[][] more = new byte[20][];
        for (int i = 0; i < more.length; i++) {
            more[i] = WireBytes.data(PEER_TSN + 3 + 2 * i, 0, 0, WHOLE | UNORDERED, 10, 'a');
        }
        for (final byte[][] together :
                new byte[][][] {{WireBytes.data(PEER_TSN + 1, 0, 0, WHOLE | UNORDERED, 10, 'a')}, more}) {
            peer.hand(WireBytes.packet(ScriptedPeer.PORT, ScriptedPeer.PORT, peer.association.localTag(), together));
        }
        final List<Chunk> sacks = chunks(peer.poll(), WireBytes.SACK);
        assertEquals(2, sacks.size());
        assertEquals(1, sacks.get(0).int16(12));
        assertEquals(21, sacks.get(1).int16(12));
    }

    // -- the window -------------------------------------------------------------------------------------------------

    private ScriptedPeer withSmallWindow() {
        return new ScriptedPeer(AssociationConfig.builder()
                        .receiveWindowBytes(SMALL_WINDOW)
                        .maxMessageBytes(SMALL_WINDOW / 2)
                        .build())
                .accepted();
    }

    private List<Packet> fill(final ScriptedPeer full, final int length) {
        final List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < SMALL_WINDOW / length; i++) {
            packets.addAll(full.give(WireBytes.data(tsn++, 0, 0, WHOLE | UNORDERED, length, 'a')));
        }
        packets.addAll(full.pass(SECOND));
        return packets;
    }

    @Test
    @Conforms({"6.2#2", "6.2#3", "6.2#4"})
    void shouldDropWhatIsBeyondAClosedWindowAndSaySoAtOnce() {
        final ScriptedPeer full = withSmallWindow();
        final List<Chunk> sacks = chunks(fill(full, 1000), WireBytes.SACK);
        assertEquals(0, sacks.get(sacks.size() - 1).int32(8), "the window is open");
        for (final int number : new int[] {tsn, tsn + 1}) {
            final Chunk sack =
                    only(full.give(WireBytes.data(number, 0, 0, WHOLE | UNORDERED, 1000, 'b')), WireBytes.SACK);
            assertEquals(tsn - 1, sack.tsn());
            assertEquals(0, sack.int32(8), "window");
            assertEquals(0, sack.int32(12), "gap blocks and duplicates");
        }
        final List<String> messages = full.readAll();
        assertEquals(8, messages.size());
        assertTrue(messages.stream().allMatch("0:1000:a"::equals), messages::toString);
        full.poll();
        full.give(WireBytes.data(tsn, 0, 0, WHOLE | UNORDERED, 1000, 'c'));
        assertEquals(List.of("0:1000:c"), full.readAll(), "comes again, and is taken");
    }

    /** The engine's own messages, which the peer has no room for, and unread ones of the peer fill its memory. */
    @Test
    @Conforms({"6.2#3", "6.2#4"})
    void shouldDropWhatThereIsNoMemoryForAndSaySoAtOnce() {
        final ScriptedPeer full = new ScriptedPeer(EngineConfig.builder()
                        .associations(AssociationConfig.builder()
                                .sendBufferBytes(8 << 20)
                                .receiveWindowBytes(1 << 20)
                                .build())
                        .memoryLimitBytes(2 << 20)
                        .build())
                .accepted(10, 1600);
        full.give(data());
        full.pass(SECOND);
        final ByteBuffer message = ByteBuffer.allocateDirect(50_000);
        for (final int length : new int[] {50_000, 100}) {
            while (Sends.send(full.association, message, 0, length, 0, 0, 0, 0) == SendResult.QUEUED) {
                assertTrue(full.association.bufferedBytes() < 4 << 20, "the memory has no end");
            }
        }
        full.poll();
        byte[] last;
        int cumulative;
        do {
            last = WireBytes.data(tsn++, 0, 0, WHOLE | UNORDERED | WireBytes.IMMEDIATE, 100, 'a');
            cumulative = cumulative(full.give(last));
            assertTrue(full.association.readyMessages() < 10_000, "the memory has no end");
        } while (cumulative == tsn - 1);
        final int ready = full.association.readyMessages();
        for (int i = 0; i < 2; i++) {
            final Chunk sack = only(full.give(last), WireBytes.SACK);
            assertEquals(tsn - 2, sack.tsn());
            assertEquals(0, sack.int32(12), "gap blocks and duplicates");
        }
        assertEquals(ready, full.association.readyMessages());
        assertEquals(AssociationState.ESTABLISHED, full.association.state());
    }

    /** A quarter of the buffer must be free before the peer hears of it. */
    @Test
    @Conforms({"6.2#5", "6.2#8"})
    void shouldNotTellOfEachMessageThatIsReadThatTheWindowOpens() {
        final ScriptedPeer full = withSmallWindow();
        fill(full, 100);
        int updates = 0;
        int read = 0;
        for (String message = full.read(); message != null; message = full.read()) {
            read++;
            final List<Chunk> sacks = chunks(full.poll(), WireBytes.SACK);
            updates += sacks.size();
            for (final Chunk sack : sacks) {
                assertTrue(sack.int32(8) >= SMALL_WINDOW / 4, () -> "a window of " + sack.int32(8));
                assertEquals(tsn - 1, sack.tsn());
            }
        }
        assertEquals(SMALL_WINDOW / 100, read);
        assertTrue(updates >= 1 && updates <= 4, updates + " updates");
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 501, 10_000})
    @Conforms({"6.2#9", "6.2#10"})
    void shouldNotBeMadeToDelayAnAcknowledgementForMoreThanHalfASecond(final long delayMs) {
        final AssociationConfigBuilder builder = AssociationConfig.builder();
        if (delayMs > 500) {
            assertThrows(IllegalArgumentException.class, () -> builder.sackDelayNs(delayMs * MILLI));
            return;
        }
        final ScriptedPeer slow =
                new ScriptedPeer(builder.sackDelayNs(delayMs * MILLI).build());
        acceptWithSomeData(slow);
        assertEquals(List.of(), slow.give(data()));
        assertEquals(List.of(), slow.pass(499 * MILLI));
        assertEquals(tsn - 1, cumulative(slow.pass(MILLI)));
    }

    // -- section 6.7 ------------------------------------------------------------------------------------------------

    @Test
    @Conforms("6.7#1")
    void shouldForgetWhatIsCumulativelyAcknowledged() {
        peer.accepted();
        for (int i = 0; i < 4; i++) {
            peer.send(1000, 0, 0);
        }
        peer.give(WireBytes.sack(peer.engineTsn + 2, WINDOW));
        assertEquals(1000, peer.association.bufferedBytes());
        assertEquals(List.of(3, 3), peer.tsns(peer.pass(1500 * MILLI)), "a probe, and T3-rtx");
        peer.give(WireBytes.sack(peer.engineTsn + 3, WINDOW));
        assertEquals(0, peer.association.bufferedBytes());
        assertEquals(List.of(), peer.pass(10 * SECOND));
    }

    @Test
    @Conforms({"6.7#2", "6.7#3"})
    void shouldSendAgainWhatThreeSacksReportMissing() {
        peer.accepted();
        for (int i = 0; i < 4; i++) {
            peer.send(1000, 0, 0);
        }
        assertEquals(List.of(), peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2)));
        assertEquals(List.of(), peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 3)));
        assertEquals(List.of(0), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 4))));
    }

    @Test
    @Conforms({"6.7#2", "6.7#3"})
    void shouldCountReportsForEachChunkApart() {
        peer.accepted();
        for (int i = 0; i < 4; i++) {
            peer.send(500, 0, 0);
        }
        assertEquals(List.of(), peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2)), "0");
        assertEquals(List.of(), peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2, 4, 4)), "0 and 2");
        peer.send(500, 0, 0);
        assertEquals(List.of(0), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2, 4, 5))));
        peer.send(500, 0, 0);
        assertEquals(List.of(2), peer.tsns(peer.give(WireBytes.sack(peer.engineTsn - 1, WINDOW, 2, 2, 4, 6))));
    }

    /** What is not missing: what gap blocks report, and what is beyond them. */
    @Test
    @Conforms("6.7#2")
    void shouldNotSendAgainWhatIsReportedOrBeyondIt() {
        peer.accepted();
        for (int i = 0; i < 4; i++) {
            peer.send(500, 0, 0);
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(), peer.give(WireBytes.sack(peer.engineTsn, WINDOW, 2, 2)), "report " + i);
        }
    }
}
