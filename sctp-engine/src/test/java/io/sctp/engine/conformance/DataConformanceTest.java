package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.data;
import static io.sctp.engine.conformance.PacketMaker.init;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.CloseReason;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DATA and SACK on the wire (RFC 9260 sections 3.3.1 and 3.3.4). */
final class DataConformanceTest {
    private static final int BEGIN = 2;
    private static final int END = 1;
    private static final int UNORDERED = 4;
    private static final int IMMEDIATE = 8;
    private static final int PPID = 0x0102_0304;

    private final Wire wire = new Wire();

    @BeforeEach
    void accept() {
        wire.accept();
    }

    @Conforms({"3#2", "3.2#1", "3.2#2", "3.2#3", "3.3.1#1", "3.3.1#8", "3.3.1#9", "3.3.1#10", "3.3.1#11"})
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 1400})
    void shouldWriteAMessageAsTheFigureShows(final int length) {
        wire.send(1, 5, 0, 0);
        final Packet.Piece data = only(wire.send(length, 5, 0, PPID)).chunk(0);
        assertEquals(BEGIN | END, data.flags());
        assertEquals(wire.tsn + 1, data.at(0));
        assertEquals(5, data.shortAt(4));
        assertEquals(1, data.shortAt(6), "the stream's second message");
        assertEquals(PPID, data.at(8));
        assertEquals(length, data.bytesFrom(12).length);
        for (int i = 0; i < length; i++) {
            assertEquals((byte) (i + 1), data.bytesFrom(12)[i]);
        }
    }

    /**
     * All bits of all fields, and all flags: those of a whole message, be it unordered, and to be acknowledged at once.
     */
    @Conforms({"3#2", "3.3.1#1", "3.3.1#7", "3.3.1#11"})
    @Test
    void shouldWriteEachFieldInAllItsBits() {
        final AssociationConfig many =
                AssociationConfig.builder().outboundStreams(65_535).build();
        int seed = 0;
        Wire own = null;
        while (own == null || own.tsn >= 0) {
            own = new Wire(many, new SplittableRandom(seed++)).listen();
            final Packet initAck = only(own.give(packet(0, init(1, Wire.PEER_TAG, Wire.WINDOW, 10, 65_535, PEER_TSN))));
            own.tag = initAck.chunk(2).at(0);
            own.tsn = initAck.chunk(2).at(12);
            own.give(own.echoPacket(initAck));
        }
        final int ppid = 0x8182_8384;
        for (int i = 0; i < 0x0102; i++) {
            final Packet.Piece data = only(own.send(1, 0xFEFD, 0, ppid)).chunk(0);
            assertEquals(BEGIN | END, data.flags());
            assertEquals(own.tsn + i, data.at(0));
            assertEquals(0xFEFD, data.shortAt(4));
            assertEquals(i, data.shortAt(6));
            assertEquals(ppid, data.at(8));
            own.giveChunks(Wire.sack(own.tsn + i));
        }
        for (final int flags : new int[] {UNORDERED, IMMEDIATE, UNORDERED | IMMEDIATE}) {
            final Packet.Piece data = only(own.send(1, 1, flags, ppid)).chunk(0);
            assertEquals(BEGIN | END | flags, data.flags());
            own.giveChunks(Wire.sack(data.at(0)));
        }
    }

    /** Bundled chunks: that none has more padding than it needs shows where the next begins. */
    @Conforms({"3.3.1#8", "3.3.1#9", "3.3.1#10"})
    @Test
    void shouldPadEachOfTheChunksOfAPacket() {
        final List<Packet> sent = new ArrayList<>();
        for (int length = 1; length <= 8; length++) {
            final ByteBuffer message = ByteBuffer.allocateDirect(length);
            Sends.send(wire.association, message, 0, length, 0, 0, 0, 0);
        }
        sent.addAll(wire.poll());
        final List<Packet.Piece> chunks = only(sent).chunks();
        assertEquals(8, chunks.size());
        for (int i = 0; i < 8; i++) {
            assertEquals(12 + i + 1, chunks.get(i).value().capacity());
        }
    }

    @Conforms({"3.3.1#1", "3.3.1#4", "3.3.1#6", "3.3.1#7", "3.3.1#11", "1#1"})
    @ParameterizedTest
    @ValueSource(ints = {0, Sends.UNORDERED})
    void shouldNumberTheFragmentsOfAMessage(final int flags) {
        final int length = 10_000;
        final List<Packet> sent = new ArrayList<>(wire.send(1, 3, flags, 0));
        final List<Packet.Piece> fragments = new ArrayList<>();
        sent.clear();
        sent.addAll(wire.send(length, 3, flags, PPID));
        while (!sent.isEmpty()) {
            fragments.addAll(Wire.chunks(sent, 0));
            final int last = fragments.get(fragments.size() - 1).at(0);
            sent.clear();
            sent.addAll(wire.giveChunks(Wire.sack(last)));
        }
        assertTrue(fragments.size() > 2, "not fragmented");
        int bytes = 0;
        for (int i = 0; i < fragments.size(); i++) {
            final Packet.Piece fragment = fragments.get(i);
            final int bits = (i == 0 ? BEGIN : 0) | (i == fragments.size() - 1 ? END : 0) | flags;
            assertEquals(bits, fragment.flags(), "fragment " + i);
            assertEquals(wire.tsn + 1 + i, fragment.at(0));
            assertEquals(3, fragment.shortAt(4));
            assertEquals(fragments.get(0).shortAt(6), fragment.shortAt(6));
            assertEquals(flags == 0 ? 1 : fragment.shortAt(6), fragment.shortAt(6));
            assertEquals(PPID, fragment.at(8));
            bytes += fragment.bytesFrom(12).length;
        }
        assertEquals(length, bytes);
    }

    /** What is sent again has the flags and numbers that it had. */
    @Conforms({"3.3.1#1", "3.3.1#4", "3.3.1#6", "3.3.1#7", "3.3.1#11"})
    @ParameterizedTest
    @ValueSource(ints = {0, Sends.UNORDERED})
    void shouldSendAFragmentAgainAsItWas(final int flags) {
        final List<Packet.Piece> first = Wire.chunks(wire.send(2000, 3, flags, PPID), 0);
        final Packet.Piece again = Wire.chunks(wire.pass(SECOND), 0).get(0);
        assertEquals(first.get(0).flags(), again.flags());
        assertArrayEquals(first.get(0).bytes(), again.bytes());
    }

    @Conforms("3.3.1#5")
    @Test
    void shouldNotSendAMessageWithoutBytes() {
        assertEquals(SendResult.EMPTY, Sends.send(wire.association, ByteBuffer.allocateDirect(4), 0, 0, 0, 0, 0, 0));
        assertEquals(List.of(), wire.poll());
        final List<Packet.Piece> fragments = new ArrayList<>();
        for (int length = 1400; length < 1460; length++) {
            fragments.addAll(Wire.chunks(wire.send(length, 0, 0, 0), 0));
            fragments.addAll(Wire.chunks(wire.giveChunks(Wire.sack(wire.association.nextTsn() - 1)), 0));
        }
        fragments.forEach(fragment -> assertTrue(fragment.value().capacity() > 12, "a fragment without a byte"));
    }

    @Conforms("3.3.1#5")
    @Test
    void shouldAbortOnDataWithoutBytes() {
        final Packet.Piece abort = only(wire.giveChunks(data(BEGIN | END, PEER_TSN, 0, 0, new byte[0])))
                .chunk(6);
        assertEquals(9, abort.parts(0).get(0).type());
        assertEquals(PEER_TSN, abort.parts(0).get(0).at(0));
        assertEquals(CloseReason.PEER_VIOLATION, wire.association.closeReason());
    }

    @Conforms("3.3.1#2")
    @Test
    void shouldNotLookAtTheSequenceNumberOfAnUnorderedMessage() {
        wire.giveChunks(data(BEGIN | END, PEER_TSN, 0, 0, new byte[1]));
        wire.giveChunks(data(BEGIN | END | UNORDERED, PEER_TSN + 1, 0, 0, new byte[2]));
        wire.giveChunks(data(BEGIN | END | UNORDERED, PEER_TSN + 2, 0, 40_000, new byte[3]));
        wire.giveChunks(data(BEGIN | UNORDERED, PEER_TSN + 3, 0, 9, new byte[4]));
        wire.giveChunks(data(END | UNORDERED, PEER_TSN + 4, 0, 65_535, new byte[4]));
        wire.giveChunks(data(BEGIN | END, PEER_TSN + 5, 0, 1, new byte[5]));
        assertEquals(List.of(1, 2, 3, 8, 5), lengths());
    }

    /** Neither messages of the stream that are missing nor unordered ones that came later hold one up. */
    @Conforms("3.3.1#3")
    @Test
    void shouldHandUnorderedMessagesUpAsTheyCome() {
        wire.giveChunks(data(BEGIN | END, PEER_TSN + 2, 0, 1, new byte[1]));
        wire.giveChunks(data(BEGIN | END | UNORDERED, PEER_TSN + 6, 0, 0, new byte[2]));
        wire.giveChunks(data(BEGIN | UNORDERED, PEER_TSN + 3, 0, 0, new byte[3]));
        wire.giveChunks(data(END | UNORDERED, PEER_TSN + 4, 0, 0, new byte[3]));
        wire.giveChunks(data(BEGIN | END | UNORDERED, PEER_TSN + 5, 0, 0, new byte[4]));
        assertEquals(List.of(2, 6, 4), lengths());
        wire.giveChunks(data(BEGIN | END, PEER_TSN, 0, 0, new byte[7]));
        assertEquals(List.of(7, 1), lengths());
    }

    private List<Integer> lengths() {
        final List<Integer> lengths = new ArrayList<>();
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        int length = wire.association.receive(message, 0, 100, new ReceiveInfo());
        while (length >= 0) {
            lengths.add(length);
            length = wire.association.receive(message, 0, 100, new ReceiveInfo());
        }
        return lengths;
    }

    /** TSNs 10 to 12, 14, 15 and 17 of the example, as offsets. */
    @Conforms({"3#2", "3.3.4#1", "3.3.4#2"})
    @Test
    void shouldAcknowledgeAsInTheExample() {
        List<Packet> answers = List.of();
        for (final int offset : new int[] {0, 1, 2, 4, 5, 7}) {
            answers = wire.giveChunks(data(BEGIN | END, PEER_TSN + offset, 0, offset, new byte[100]));
        }
        final Packet.Piece sack = only(answers).chunk(3);
        assertEquals(PEER_TSN + 2, sack.at(0));
        final int initialWindow = wire.association.config().receiveWindowBytes();
        assertTrue(sack.at(4) > initialWindow / 2 && sack.at(4) < initialWindow, "window " + sack.at(4));
        assertEquals(2, sack.shortAt(8));
        assertEquals(0, sack.shortAt(10));
        assertEquals(
                List.of(2, 3, 5, 5), List.of(sack.shortAt(12), sack.shortAt(14), sack.shortAt(16), sack.shortAt(18)));
        final Packet.Piece next = only(wire.giveChunks(data(BEGIN | END, PEER_TSN + 7, 0, 7, new byte[100])))
                .chunk(3);
        assertEquals(1, next.shortAt(10), "duplicates");
        assertEquals(PEER_TSN + 7, next.at(20));
    }

    /** COOKIE ACK comes before all else. */
    @Conforms({"3.3.12#1", "5.1#8", "5.1.5#5", "5.1.5#6"})
    @Test
    void shouldSendCookieAckBeforeTheSackOfDataThatCameWithTheCookie() {
        final Wire early = new Wire().listen();
        final Packet initAck = only(early.give(Wire.initPacket()));
        final byte[] data = data(BEGIN | END | 8, PEER_TSN, 0, 0, new byte[9]);
        final List<Packet> answers =
                early.give(early.echoPacket(initAck, data, data(BEGIN | END, PEER_TSN + 1, 0, 1, new byte[9])));
        assertEquals(11, answers.get(0).types().get(0));
        assertEquals(PEER_TSN + 1, Wire.chunks(answers, 3).get(0).at(0));
        assertEquals(2, early.association.readyMessages());
        early.tag = initAck.chunk(2).at(0);
        early.send(100, 0, 0, 0);
        final List<Packet> again = early.give(early.echoPacket(initAck));
        assertEquals(11, again.get(0).types().get(0), "the cookie comes again while data is queued");
    }

    /** Whatever waits to be sent when the cookie comes again: data and a SACK, a HEARTBEAT, SHUTDOWN. */
    @Conforms({"3.3.12#1", "5.1#8", "5.1.5#5", "5.1.5#6"})
    @Test
    void shouldSendCookieAckBeforeAllThatWaits() {
        final Wire early = new Wire().listen();
        final Packet initAck = only(early.give(Wire.initPacket()));
        early.give(early.echoPacket(initAck));
        early.tag = initAck.chunk(2).at(0);
        Sends.send(early.association, ByteBuffer.allocateDirect(9), 0, 9, 0, 0, 0, 0);
        final byte[] data = data(BEGIN | END | IMMEDIATE, PEER_TSN, 0, 0, new byte[9]);
        final byte[] heartbeat = chunk(4, 0, PacketMaker.tlv(1, new byte[8]));
        assertEquals(
                List.of(11, 5, 3, 0),
                only(early.give(early.echoPacket(initAck, data, heartbeat))).types());
        early.giveChunks(Wire.sack(early.association.nextTsn() - 1));
        early.association.requestHeartbeat(early.association.path(0));
        assertEquals(List.of(11, 4), only(early.give(early.echoPacket(initAck))).types());
        early.association.shutdown();
        assertEquals(List.of(11, 7), only(early.give(early.echoPacket(initAck))).types());
    }

    /** What gap blocks acknowledged is not sent again because SHUTDOWN says nothing of it. */
    @Conforms("3.3.8#2")
    @Test
    void shouldNotTakeAShutdownForARenege() {
        for (int i = 0; i < 4; i++) {
            wire.send(1000, 0, 0, 0);
        }
        wire.giveChunks(Wire.sack(wire.tsn - 1, 2 << 16 | 4));
        assertEquals(1, wire.association.unacknowledgedChunks());
        wire.giveChunks(chunk(7, 0, PacketMaker.ints(wire.tsn - 1)));
        assertEquals(1, wire.association.unacknowledgedChunks());
        final List<Packet.Piece> sent = Wire.chunks(wire.pass(10 * SECOND), 0);
        assertTrue(!sent.isEmpty(), "nothing was sent again");
        sent.forEach(data -> assertEquals(wire.tsn, data.at(0)));
        assertEquals(
                List.of(8),
                only(wire.giveChunks(chunk(7, 0, PacketMaker.ints(wire.tsn + 3))))
                        .types());
    }
}
