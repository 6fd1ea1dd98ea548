package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.ScriptedPeer.PEER_TAG;
import static io.sctp.engine.conformance.ScriptedPeer.PEER_TSN;
import static io.sctp.engine.conformance.ScriptedPeer.WINDOW;
import static io.sctp.engine.conformance.ScriptedPeer.onlyChunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.conformance.WireBytes.Chunk;
import io.sctp.engine.conformance.WireBytes.Packet;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9260 section 12. */
final class SecurityConformanceTest {
    private static final int HOST_NAME_ADDRESS = 11;
    private static final int PACKET = 1452;

    private final ScriptedPeer peer = ScriptedPeer.withDefaults();

    @Test
    @Conforms("12.2.4.1#1")
    void shouldRefuseAHostName() {
        final byte[] name = WireBytes.parameter(HOST_NAME_ADDRESS, new byte[] {'a', '.', 'b', 0});
        List<Packet> answer = peer.giveUnder(0, WireBytes.init(WireBytes.INIT, PEER_TAG, WINDOW, 10, PEER_TSN, name));
        assertEquals(WireBytes.ABORT, onlyChunk(answer).type());
        assertEquals(PEER_TAG, answer.get(0).tag());
        assertEquals(0, peer.engine.associationCount());
        peer.connecting();
        peer.poll();
        answer = peer.give(WireBytes.init(
                WireBytes.INIT_ACK, PEER_TAG, WINDOW, 10, PEER_TSN, WireBytes.parameter(7, new byte[40]), name));
        assertEquals(WireBytes.ABORT, onlyChunk(answer).type());
        assertEquals(PEER_TAG, answer.get(0).tag());
        assertEquals(0, peer.engine.associationCount());
    }

    /** Many chunks, each of which asks for an answer, in a packet longer than the path back carries. */
    @ParameterizedTest
    @ValueSource(ints = {WireBytes.HEARTBEAT, WireBytes.DATA, 0xC7})
    @Conforms("12.4#2")
    void shouldAnswerAPacketByOnePacketHoweverManyChunksItHolds(final int type) {
        for (final int length : new int[] {8, 24, 90, 250, 700}) {
            final ScriptedPeer victim = ScriptedPeer.withDefaults().accepted();
            final byte[][] chunks = new byte[2900 / (length + 16)][];
            for (int i = 0; i < chunks.length; i++) {
                chunks[i] = type == WireBytes.DATA
                        ? WireBytes.data(PEER_TSN + i, 60_000, 0, WireBytes.WHOLE, length, 'a')
                        : WireBytes.chunkOf(type, 0, WireBytes.parameter(1, new byte[length]));
            }
            final List<Packet> answer = victim.give(chunks);
            final long others = answer.stream()
                    .filter(packet -> packet.chunks().stream().anyMatch(chunk -> chunk.type() != WireBytes.SACK))
                    .count();
            assertEquals(1, others, () -> length + " bytes: " + answer);
            final int most =
                    Arrays.stream(chunks).mapToInt(chunk -> chunk.length).sum() + WireBytes.COMMON_HEADER;
            answer.forEach(packet -> assertTrue(packet.length() <= most, packet::toString));
            assertEquals(List.of(), victim.poll());
            assertEquals(AssociationState.ESTABLISHED, victim.association.state());
        }
    }

    /** The next packet is answered again. */
    @Test
    @Conforms({"12.4#2", "8.3#1", "6.10#1"})
    void shouldAnswerEachPacket() {
        peer.accepted();
        final byte[] heartbeat = WireBytes.chunkOf(WireBytes.HEARTBEAT, 0, WireBytes.parameter(1, new byte[1000]));
        for (int i = 0; i < 3; i++) {
            peer.hand(WireBytes.packet(ScriptedPeer.PORT, ScriptedPeer.PORT, peer.association.localTag(), heartbeat));
        }
        final List<Packet> answers = peer.poll();
        assertEquals(3, ScriptedPeer.chunks(answers, WireBytes.HEARTBEAT_ACK).size());
        answers.forEach(packet -> assertTrue(packet.length() <= PACKET, packet::toString));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1000000, 0", "0, 2", "0, 3", "0, 40000", "-1, 3", "-1, 65535"})
    @Conforms("12.4#5")
    void shouldAbortWhereATsnIsAcknowledgedThatWasNotSent(final int ahead, final int gap) {
        peer.accepted();
        peer.send(100, 0, 0);
        peer.send(100, 0, 0);
        // The last TSN sent is engineTsn + 1.
        final int cumulative = peer.engineTsn + 1 + ahead - (gap == 0 ? 0 : 1);
        final byte[] sack =
                gap == 0 ? WireBytes.sack(cumulative, WINDOW) : WireBytes.sack(cumulative, WINDOW, gap, gap);
        final Chunk abort = onlyChunk(peer.give(sack));
        assertEquals(WireBytes.ABORT, abort.type());
        assertEquals(AssociationState.CLOSED, peer.association.state());
    }

    /** SHUTDOWN acknowledges, too (section 9.2). */
    @ParameterizedTest
    @EnumSource(names = {"SHUTDOWN_PENDING", "SHUTDOWN_RECEIVED"})
    @Conforms("12.4#5")
    void shouldAbortWhereATsnIsAcknowledgedThatWasNotSentWhileItEnds(final AssociationState state) {
        for (final boolean bySack : new boolean[] {true, false}) {
            final ScriptedPeer other = ScriptedPeer.withDefaults().in(state);
            final byte[] chunk = bySack
                    ? WireBytes.sack(other.engineTsn + 1, WINDOW)
                    : WireBytes.chunk(WireBytes.SHUTDOWN, 0, other.engineTsn + 1);
            assertEquals(WireBytes.ABORT, onlyChunk(other.give(chunk)).type());
            assertEquals(AssociationState.CLOSED, other.association.state());
        }
    }
}
