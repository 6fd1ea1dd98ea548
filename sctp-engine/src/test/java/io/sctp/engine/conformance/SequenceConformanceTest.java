package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.data;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.PacketMaker.tlv;
import static io.sctp.engine.conformance.Wire.PEER_TAG;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.WINDOW;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.config.AssociationConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TSNs where they wrap, and where they begin (RFC 9260 sections 1.6 and 5.1). */
final class SequenceConformanceTest {
    /** An end whose first TSN is this one. */
    private static Wire beginningAt(final int initialTsn) {
        final int[] drawn = {0};
        final RandomGenerator random = new RandomGenerator() {
            @Override
            public long nextLong() {
                return drawn[0]++;
            }

            @Override
            public int nextInt() {
                // The second number of an INIT is its TSN.
                return ++drawn[0] % 2 == 0 ? initialTsn : drawn[0];
            }
        };
        final Wire wire = new Wire(AssociationConfig.builder().build(), random);
        drawn[0] = 0;
        return wire;
    }

    /** What is sent around the wrap is numbered on, acknowledged, reported missing and sent again as elsewhere. */
    @Conforms({"1.6#1", "1.6#2"})
    @ParameterizedTest
    @ValueSource(ints = {-3, 0x7FFF_FFFD})
    void shouldSendAcrossTheWrap(final int initialTsn) {
        final Wire wire = beginningAt(initialTsn).connected();
        assertEquals(initialTsn, wire.tsn);
        final List<Integer> tsns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Wire.chunks(wire.send(100, 0, 0, 0), 0).forEach(data -> tsns.add(data.at(0)));
        }
        for (int i = 0; i < 8; i++) {
            assertEquals(initialTsn + i, tsns.get(i));
        }
        // The third is missing; three reports of that send it again.
        List<Packet> sent = List.of();
        for (int last = 3; last < 6; last++) {
            sent = wire.giveChunks(Wire.sack(initialTsn + 1, 2 << 16 | last));
        }
        assertEquals(initialTsn + 2, only(sent).chunk(0).at(0));
        wire.giveChunks(Wire.sack(initialTsn + 7));
        assertEquals(0, wire.association.unacknowledgedChunks());
        assertTrue(Wire.chunks(wire.pass(3 * SECOND), 0).isEmpty(), "all was acknowledged");
        wire.giveChunks(Wire.sack(initialTsn + 8));
        assertEquals(CloseReason.PEER_VIOLATION, wire.association.closeReason());
    }

    /** What comes around the wrap is delivered in order, its gaps and duplicates are told. */
    @Conforms("1.6#1")
    @ParameterizedTest
    @ValueSource(ints = {-3, 0x7FFF_FFFD})
    void shouldReceiveAcrossTheWrap(final int initialTsn) {
        final Wire wire = new Wire().listen();
        final Packet initAck = only(wire.give(packet(0, init(1, PEER_TAG, WINDOW, 10, 10, initialTsn))));
        wire.give(wire.echoPacket(initAck));
        wire.tag = initAck.chunk(2).at(0);
        wire.giveChunks(message(initialTsn, 0));
        wire.giveChunks(message(initialTsn + 1, 1));
        Packet.Piece sack = only(wire.giveChunks(message(initialTsn + 4, 4))).chunk(3);
        assertEquals(initialTsn + 1, sack.at(0));
        assertEquals(3 << 16 | 3, sack.at(12));
        sack = only(wire.giveChunks(message(initialTsn + 1, 1))).chunk(3);
        assertEquals(1, sack.shortAt(10), "duplicates");
        sack = only(wire.giveChunks(message(initialTsn + 3, 3), message(initialTsn + 2, 2)))
                .chunk(3);
        assertEquals(initialTsn + 4, sack.at(0));
        assertEquals(0, sack.at(8));
        assertEquals(5, wire.association.readyMessages());
    }

    private static byte[] message(final int tsn, final int ssn) {
        return data(3, tsn, 0, ssn, new byte[4]);
    }

    /**
     * A SACK of the TSN before the first says nothing, an older one is of the past, and the first itself was never
     * sent.
     */
    @Conforms("5.1#14")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeginAsIfAllBeforeItsFirstTsnWereAcknowledged(final boolean accepts) {
        final Wire wire = accepts ? new Wire().accept() : new Wire().connected();
        wire.giveChunks(Wire.sack(wire.tsn - 1));
        wire.giveChunks(Wire.sack(wire.tsn - 2));
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        wire.send(100, 0, 0, 0);
        wire.giveChunks(Wire.sack(wire.tsn - 1));
        wire.giveChunks(Wire.sack(wire.tsn - 2));
        assertEquals(1, wire.association.unacknowledgedChunks());
        wire.giveChunks(Wire.sack(wire.tsn));
        assertEquals(0, wire.association.unacknowledgedChunks());
        final Wire early = accepts ? new Wire().accept() : new Wire().connected();
        early.giveChunks(Wire.sack(early.tsn));
        assertEquals(CloseReason.PEER_VIOLATION, early.association.closeReason());
    }

    /** The receiver's first SACK, of what did not come in order. */
    @Conforms("5.1#14")
    @Test
    void shouldAcknowledgeUpToTheTsnBeforeThePeersFirst() {
        final Wire wire = new Wire().accept();
        final Packet.Piece sack =
                only(wire.giveChunks(message(PEER_TSN + 1, 1))).chunk(3);
        assertEquals(PEER_TSN - 1, sack.at(0));
        assertEquals(2 << 16 | 2, sack.at(12));
    }

    /** At both ends, whether it comes alone or with the COOKIE ECHO; the next one may wait. */
    @Conforms("5.1#13")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAcknowledgeTheFirstDataAtOnce(final boolean accepts) {
        final Wire wire = accepts ? new Wire().accept() : new Wire().connected();
        final Packet.Piece sack = only(wire.giveChunks(message(PEER_TSN, 0))).chunk(3);
        assertEquals(PEER_TSN, sack.at(0));
        assertEquals(List.of(), wire.giveChunks(message(PEER_TSN + 1, 1)));
    }

    @Conforms({"5.1#13", "5.1.5#6", "3.3.12#1"})
    @Test
    void shouldAcknowledgeTheDataOfTheCookieEchoAtOnce() {
        final Wire wire = new Wire().listen();
        final Packet initAck = only(wire.give(Wire.initPacket()));
        final List<Packet> answers = wire.give(wire.echoPacket(initAck, message(PEER_TSN, 0)));
        assertEquals(11, answers.get(0).types().get(0));
        assertEquals(PEER_TSN, Wire.chunks(answers, 3).get(0).at(0));
    }

    /** A peer that sets up with a cookie and data both lost. */
    @Conforms("5#1")
    @Test
    void shouldTakeNoDataBeforeTheSetUp() {
        final Wire wire = new Wire();
        wire.connect();
        wire.giveChunks(message(PEER_TSN, 0));
        wire.give(packet(wire.tag, init(2, PEER_TAG, WINDOW, 10, 10, PEER_TSN, tlv(7, new byte[4]))));
        wire.giveChunks(message(PEER_TSN, 0));
        assertEquals(0, wire.association.readyMessages());
        wire.giveChunks(chunk(11, 0));
        wire.giveChunks(message(PEER_TSN, 0));
        assertEquals(1, wire.association.readyMessages());
    }
}
