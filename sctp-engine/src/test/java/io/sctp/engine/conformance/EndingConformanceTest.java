package io.sctp.engine.conformance;

import static io.sctp.engine.conformance.PacketMaker.chunk;
import static io.sctp.engine.conformance.PacketMaker.data;
import static io.sctp.engine.conformance.PacketMaker.ints;
import static io.sctp.engine.conformance.PacketMaker.packet;
import static io.sctp.engine.conformance.PacketMaker.tlv;
import static io.sctp.engine.conformance.Wire.PEER;
import static io.sctp.engine.conformance.Wire.PEER_TAG;
import static io.sctp.engine.conformance.Wire.PEER_TSN;
import static io.sctp.engine.conformance.Wire.SECOND;
import static io.sctp.engine.conformance.Wire.only;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.AssociationState;
import io.sctp.engine.CloseReason;
import io.sctp.engine.SendResult;
import io.sctp.engine.Sends;
import io.sctp.engine.config.AssociationConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ABORT, SHUTDOWN and what answers it, and the states on the way (RFC 9260 sections 3.3.7 to 3.3.9, 3.3.13 and 4). */
final class EndingConformanceTest {
    private static final byte[] SHUTDOWN_ACK = chunk(8, 0);
    private static final byte[] SHUTDOWN_COMPLETE = chunk(14, 0);
    private static final int UNKNOWN_TAG = 0x1234_5678;

    private final Wire wire = new Wire();

    // -- ABORT ------------------------------------------------------------------------------------------------------

    /** Whatever waits to be sent: data, data that was lost, a SACK, a HEARTBEAT ACK. */
    @Conforms({"3.3.7#1", "3.3.7#2", "3.2#2"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAbortWithoutDataOrAnythingBehind(final boolean authenticates) {
        final Wire own = new Wire(AssociationConfig.builder()
                .authenticationSupported(authenticates)
                .build());
        own.accept();
        own.send(1400, 0, 0, 0);
        own.giveChunks(data(3, PEER_TSN, 0, 0, new byte[4]));
        final ByteBuffer message = ByteBuffer.allocateDirect(100);
        for (int i = 0; i < 100; i++) {
            Sends.send(own.association, message, 0, 100, 0, 0, 0, 0);
        }
        own.association.requestHeartbeat(own.association.path(0));
        own.association.abort(new byte[] {1, 2, 3});
        final List<Packet> sent = own.poll();
        sent.addAll(own.pass(100 * SECOND));
        final List<Packet> aborts =
                sent.stream().filter(packet -> packet.has(6)).toList();
        assertEquals(1, aborts.size());
        assertTrue(!aborts.get(0).has(0), "DATA with ABORT");
        assertEquals(6, aborts.get(0).types().get(aborts.get(0).types().size() - 1), "something behind ABORT");
        assertTrue(sent.stream().noneMatch(packet -> packet.has(0)), "data of an association that is no more");
    }

    /** Chunks behind an ABORT are not looked at. */
    @Conforms("3.3.7#2")
    @Test
    void shouldIgnoreWhatComesBehindAnAbort() {
        wire.accept();
        final List<Packet> answers = wire.giveChunks(
                chunk(6, 0), data(3 | 8, PEER_TSN, 0, 0, new byte[4]), chunk(4, 0, tlv(1, new byte[8])));
        assertEquals(List.of(), answers);
        assertEquals(CloseReason.PEER_ABORTED, wire.association.closeReason());
        assertEquals(0, wire.association.readyMessages());
    }

    /** Causes that do not fit in the chunk, or a chunk that does not fit in the packet. */
    @Conforms("3.3.7#3")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0003",
                "00080000",
                "0008000c0003",
                "0008000c0008",
                "0010000c000400010009",
                "00060000",
                "0010000c0008000000000d0003"
            })
    void shouldDiscardAMalformedAbort(final String lengthAndCauses) {
        wire.accept();
        final byte[] hex = new byte[Math.max(4, PacketMaker.padded(2 + lengthAndCauses.length() / 2))];
        hex[0] = 6;
        for (int i = 0; i < lengthAndCauses.length() / 2; i++) {
            hex[2 + i] = (byte) Integer.parseInt(lengthAndCauses.substring(2 * i, 2 * i + 2), 16);
        }
        assertEquals(List.of(), wire.giveChunks(hex));
        assertEquals(AssociationState.ESTABLISHED, wire.association.state());
        assertEquals(List.of("established"), wire.events.events);
    }

    /** Several causes, the last without its padding, and none. */
    @Conforms("3.3.7#3")
    @Test
    void shouldTakeAnAbortWhoseCausesAreRight() {
        for (final byte[] abort : List.of(
                chunk(6, 0),
                chunk(6, 0, tlv(1, new byte[4]), tlv(12, new byte[4])),
                PacketMaker.chunkOf(6, tlv(13, new byte[3])))) {
            final Wire own = new Wire().accept();
            assertEquals(List.of(), own.giveChunks(abort));
            assertEquals(CloseReason.PEER_ABORTED, own.association.closeReason());
        }
    }

    /** Behind what else is in the packet, be it a violation that would be answered by ABORT. */
    @Conforms({"3.3.7#2", "3.3.7#3", "3.3.7#4"})
    @Test
    void shouldTakeAnAbortBehindOtherChunksWithoutAnAnswer() {
        final byte[] abort = chunk(6, 0);
        wire.accept();
        assertEquals(List.of(), wire.giveChunks(chunk(9, 0, tlv(13, new byte[4])), abort));
        assertEquals(CloseReason.PEER_ABORTED, wire.association.closeReason());
        for (final byte[] before : List.of(
                data(3, PEER_TSN, 0, 0, new byte[0]),
                Wire.sack(77),
                chunk(8, 0),
                data(3 | 8, PEER_TSN, 60_000, 0, new byte[4]),
                chunk(0xC7, 0, new byte[4]),
                chunk(4, 0, tlv(1, ints(1))))) {
            final Wire own = new Wire().accept();
            assertEquals(List.of(), own.giveChunks(before, abort));
            assertEquals(0, own.engine.associationCount());
        }
    }

    /** Under tags and with flags of any kind, alone and behind others. */
    @Conforms({"3.3.7#3", "3.3.7#4"})
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "0, true", "1, true"})
    void shouldNotAnswerAnAbort(final int flags, final boolean exists) {
        if (exists) {
            wire.accept();
        }
        final byte[] abort = chunk(6, flags);
        for (final int tag : new int[] {UNKNOWN_TAG, PEER_TAG + 1, 1}) {
            assertEquals(List.of(), wire.give(packet(tag, abort)));
            assertEquals(List.of(), wire.give(Wire.STRANGER, packet(tag, abort)));
            assertEquals(List.of(), wire.give(packet(tag, chunk(9, 0, tlv(13, new byte[0])), abort)));
            assertEquals(List.of(), wire.give(Wire.STRANGER, packet(tag, data(3, 1, 0, 0, new byte[4]), abort)));
        }
        if (exists) {
            assertEquals(AssociationState.ESTABLISHED, wire.association.state());
            assertEquals(List.of(), wire.giveChunks(chunk(6, 0)));
        }
        assertEquals(0, wire.engine.associationCount());
    }

    @Conforms("3.3.7#4")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotAnswerAnAbortWhileItSetsUp(final boolean echoed) {
        wire.connect();
        if (echoed) {
            wire.give(wire.initAckPacket());
        }
        assertEquals(List.of(), wire.giveChunks(chunk(6, 0)));
        assertEquals(AssociationState.CLOSED, wire.association.state());
        assertEquals(List.of(), wire.pass(100 * SECOND));
    }

    /** Section 8.4: what nobody knows is answered under its own tag. */
    @Conforms("3.3.7#5")
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 7})
    void shouldSetTheFlagOfAnAbortThatReflectsATag(final int type) {
        final byte[] chunk = type == 0 ? data(3, 1, 0, 0, new byte[4]) : chunk(type, 0, new byte[12]);
        final Packet abort = only(wire.give(packet(UNKNOWN_TAG, chunk)));
        assertEquals(List.of(6), abort.types());
        assertEquals(UNKNOWN_TAG, abort.tag());
        assertEquals(1, abort.chunk(6).flags());
    }

    // -- SHUTDOWN ---------------------------------------------------------------------------------------------------

    @Conforms({"3.3.8#1", "3#2"})
    @Test
    void shouldEndAnAssociationWithShutdown() {
        wire.accept();
        wire.giveChunks(data(3, PEER_TSN, 0, 0, new byte[4]));
        wire.giveChunks(data(3, PEER_TSN + 2, 0, 2, new byte[4]));
        wire.association.shutdown();
        final Packet packet = only(wire.poll());
        assertEquals(PEER_TSN, packet.chunk(7).at(0));
        assertEquals(AssociationState.SHUTDOWN_SENT, wire.association.state());
        assertTrue(!packet.has(6), "an ABORT");
    }

    /** At the end, once all data was acknowledged, and each time that it is asked. */
    @Conforms("3.3.9#1")
    @Test
    void shouldAnswerShutdownByShutdownAck() {
        wire.accept();
        assertEquals(
                List.of(8),
                only(wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)))).types());
        assertEquals(
                List.of(8),
                only(wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)))).types());
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, wire.association.state());
        final Wire other = new Wire().accept();
        other.association.shutdown();
        other.poll();
        assertEquals(
                List.of(8),
                only(other.giveChunks(chunk(7, 0, ints(other.tsn - 1)))).types(),
                "both began");
    }

    @Conforms({"3.3.13#1", "3.3.13#2"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAnswerShutdownAckByShutdownComplete(final boolean began) {
        wire.accept();
        if (began) {
            wire.association.shutdown();
            wire.poll();
        } else {
            wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)));
        }
        final Packet complete = only(wire.giveChunks(SHUTDOWN_ACK));
        assertEquals(List.of(14), complete.types());
        assertEquals(PEER_TAG, complete.tag());
        assertEquals(0, complete.chunk(14).flags());
        assertEquals(CloseReason.SHUTDOWN, wire.association.closeReason());
    }

    // -- states -----------------------------------------------------------------------------------------------------

    /** Each packet with DATA, though only one came since the last SACK. */
    @Conforms("4#9")
    @Test
    void shouldAcknowledgeDataAtOnceAfterShutdown() {
        wire.accept();
        wire.giveChunks(data(3 | 8, PEER_TSN, 0, 0, new byte[4]));
        wire.association.shutdown();
        wire.poll();
        for (int i = 1; i < 6; i++) {
            final List<Packet> answers = wire.giveChunks(data(3, PEER_TSN + i, 0, i, new byte[4]));
            assertEquals(PEER_TSN + i, Wire.chunks(answers, 3).get(0).at(0), "SACK of packet " + i);
            assertEquals(PEER_TSN + i, Wire.chunks(answers, 7).get(0).at(0), "SHUTDOWN again");
        }
        assertEquals(AssociationState.SHUTDOWN_SENT, wire.association.state());
    }

    private void bring(final AssociationState state) {
        wire.accept();
        if (state == AssociationState.SHUTDOWN_PENDING || state == AssociationState.SHUTDOWN_RECEIVED) {
            wire.send(100, 0, 0, 0);
        }
        if (state == AssociationState.SHUTDOWN_PENDING || state == AssociationState.SHUTDOWN_SENT) {
            wire.association.shutdown();
            wire.poll();
        } else {
            wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1)));
        }
        assertEquals(state, wire.association.state());
    }

    @Conforms({"4#10", "4#12"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    void shouldTakeNoMessagesOfTheUserWhileItEnds(final AssociationState state) {
        bring(state);
        final ByteBuffer message = ByteBuffer.allocateDirect(9);
        assertEquals(SendResult.NOT_ESTABLISHED, Sends.send(wire.association, message, 0, 9, 1, 0, 0, 0));
        assertTrue(Wire.chunks(wire.pass(20 * SECOND), 0).stream().noneMatch(data -> data.shortAt(4) == 1));
    }

    /**
     * What was queued goes, though the window was closed, and again when it is lost; SHUTDOWN ACK goes then and not
     * before, whatever acknowledges the last of it.
     */
    @Conforms({"4#11", "3.3.9#1"})
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSendWhatWasQueuedAfterTheShutdownOfThePeer(final boolean bySack) {
        wire.accept();
        final List<Packet> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.addAll(wire.send(1400, 0, 0, 0));
        }
        final int early = Wire.chunks(sent, 0).size();
        assertTrue(early < 20, "all of it went at once");
        sent.addAll(wire.giveChunks(chunk(7, 0, ints(wire.tsn - 1))));
        assertEquals(AssociationState.SHUTDOWN_RECEIVED, wire.association.state());
        // Nothing is heard of: the first goes again.
        final List<Packet> again = wire.pass(SECOND);
        assertEquals(wire.tsn, Wire.chunks(again, 0).get(0).at(0));
        sent.addAll(again);
        for (int i = 0; i < 40 && wire.association.state() == AssociationState.SHUTDOWN_RECEIVED; i++) {
            assertTrue(sent.stream().noneMatch(packet -> packet.has(8)), "SHUTDOWN ACK while data is outstanding");
            final int last = Wire.chunks(sent, 0).stream()
                    .mapToInt(data -> data.at(0))
                    .max()
                    .orElseThrow();
            sent.addAll(wire.giveChunks(bySack ? Wire.sack(last - 1) : chunk(7, 0, ints(last - 1))));
            assertEquals(AssociationState.SHUTDOWN_RECEIVED, wire.association.state(), "the last is outstanding");
            sent.addAll(wire.giveChunks(bySack ? Wire.sack(last) : chunk(7, 0, ints(last))));
        }
        assertEquals(
                20,
                Wire.chunks(sent, 0).stream().map(data -> data.at(0)).distinct().count());
        assertTrue(sent.stream().anyMatch(packet -> packet.has(8)), "no SHUTDOWN ACK");
        assertEquals(0, wire.association.bufferedBytes(), "not acknowledged");
        assertEquals(AssociationState.SHUTDOWN_ACK_SENT, wire.association.state());
        wire.giveChunks(SHUTDOWN_COMPLETE);
        assertEquals(CloseReason.SHUTDOWN, wire.association.closeReason());
    }

    // -- HEARTBEAT --------------------------------------------------------------------------------------------------

    /** To where it came from, whatever is in it. */
    @Conforms({"3.3.6#1", "3.3.6#2"})
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 40, 401, 1000})
    void shouldSendTheInformationOfAHeartbeatBack(final int length) {
        wire.accept(PacketMaker.ipv4(0x0A010001));
        wire.pass(SECOND);
        final byte[] information = new byte[length];
        for (int i = 0; i < length; i++) {
            information[i] = (byte) (i * 11 + 3);
        }
        for (final var source : List.of(PEER, Wire.PEERS_SECOND)) {
            final byte[] heartbeat = PacketMaker.chunkOf(4, tlv(1, information));
            final Packet answer = only(wire.give(source, packet(wire.tag, heartbeat)));
            assertEquals(source, answer.destination());
            final Packet.Piece parameter = answer.chunk(5).parts(0).get(0);
            assertEquals(1, parameter.type());
            assertArrayEquals(information, parameter.bytes());
        }
    }

    @Conforms({"3.3.6#1", "3.3.6#2"})
    @ParameterizedTest
    @EnumSource(
            value = AssociationState.class,
            names = {"SHUTDOWN_PENDING", "SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"})
    void shouldAnswerAHeartbeatWhileItEnds(final AssociationState state) {
        bring(state);
        final List<Packet> answers = wire.giveChunks(chunk(4, 0, tlv(1, ints(3))));
        assertEquals(3, only(answers).chunk(5).at(4));
        assertEquals(state, wire.association.state());
    }

    @Conforms("3.3.6#1")
    @Test
    void shouldAnswerEachHeartbeatOfAPacketAndAmongData() {
        wire.accept();
        final List<Packet> answers = wire.giveChunks(
                chunk(4, 0, tlv(1, ints(1))), data(3, PEER_TSN, 0, 0, new byte[4]), chunk(4, 0, tlv(1, ints(2))));
        assertEquals(
                List.of(1, 2),
                Wire.chunks(answers, 5).stream().map(ack -> ack.at(4)).toList());
        wire.association.shutdown();
        wire.poll();
        assertEquals(
                1, Wire.chunks(wire.giveChunks(chunk(4, 0, tlv(1, ints(3)))), 5).size(), "in SHUTDOWN-SENT");
    }
}
