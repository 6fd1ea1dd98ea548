package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.CauseCode;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Control chunks longer than their path carries: each is sent all the same, in order, and holds up no other. */
final class LongControlTest {
    private static final int TAG = 77;

    /** Unknown, to be reported and skipped. */
    private static final int UNKNOWN = 0xC5;

    private EnginePair pair;
    private RawPeer peer;
    private int serverTag;
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
    private final Transmit transmit = new Transmit();

    private void connect(final AssociationConfig config) {
        pair = new EnginePair(AssociationConfig.builder().build(), config);
        peer = new RawPeer(pair);
        serverTag = peer.connect(peer.init(TAG, 100_000, 10, 10));
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, serverTag);
    }

    /** RFC 9260 section 8.3: each HEARTBEAT MUST be answered, with all that it holds. */
    @ParameterizedTest
    @CsvSource({"1452, 1500", "1452, 1432", "1452, 1437", "1452, 60000", "512, 600", "512, 1452", "9000, 9001"})
    void shouldAnswerEachHeartbeatHoweverLong(final int maxPacketSize, final int infoLength) {
        connect(AssociationConfig.builder().maxPacketSize(maxPacketSize).build());
        handHeartbeat(8);
        handHeartbeat(infoLength);
        handHeartbeat(12);
        final int[] expected = {8, infoLength, 12};
        final List<RawPeer.Answer> answers = peer.answers();
        assertEquals(3, answers.size());
        for (int i = 0; i < 3; i++) {
            final ByteBuffer ack = answers.get(i).bytes();
            assertEquals(ChunkType.HEARTBEAT_ACK, answers.get(i).type());
            assertEquals(8 + expected[i], ack.capacity());
            assertEquals(expected[i] % 100, ack.get(ack.capacity() - 1), "the last byte");
        }
        assertEquals(0, pair.server.counters().controlChunksDropped());
    }

    /** Only what is too long goes in a packet that may be fragmented; what comes behind it does not. */
    @Test
    void shouldLetIpFragmentTheLongOneAlone() {
        connect(AssociationConfig.builder().build());
        handHeartbeat(1500);
        handHeartbeat(100);
        assertEquals(1452 + 68, poll(out.capacity()));
        assertTrue(transmit.mayBeFragmented());
        assertEquals(PacketHeader.LENGTH + 108, poll(out.capacity()));
        assertFalse(transmit.mayBeFragmented());
        assertEquals(0, poll(out.capacity()));
    }

    /**
     * Sections 8.3 and 12.4: each HEARTBEAT is answered, all of a packet by one packet, which is no longer than that.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"1500 8", "8 1500", "1432 8", "8 1432 8", "700 700 700", "3000 3000 8", "8 8 8", "1500 1500"})
    void shouldAnswerAllHeartbeatsOfAPacketByOne(final String lengths) {
        connect(AssociationConfig.builder().build());
        handHeartbeat(60);
        int end = RawPeer.FIRST;
        int count = 0;
        for (final String length : lengths.split(" ", -1)) {
            end = writeHeartbeat(end, Integer.parseInt(length));
            count++;
        }
        peer.hand(end);
        handHeartbeat(100);
        int packets = 0;
        int acks = 0;
        for (int length = poll(out.capacity()); length > 0; length = poll(out.capacity())) {
            assertEquals(length > 1452, transmit.mayBeFragmented());
            final int chunks = chunks(length);
            packets += chunks > 2 || length > 200 ? 1 : 0;
            acks += chunks;
        }
        assertEquals(count + 2, acks);
        assertEquals(1, packets, "packets with answers to the long one");
        assertEquals(0, pair.server.counters().controlChunksDropped());
    }

    /**
     * Section 12.4: chunks too small for what is said of each get no more bytes than a packet has, or than they came
     * in.
     */
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 300, 1000, 10_000})
    void shouldAnswerTinyChunksByNoMoreThanOnePacket(final int count) {
        connect(AssociationConfig.builder().build());
        for (int i = 0; i < count; i++) {
            Chunk.write(peer.packet, RawPeer.FIRST + 4 * i, UNKNOWN, 0, 4);
        }
        final int received = RawPeer.FIRST + 4 * count;
        peer.hand(received);
        final int length = poll(out.capacity());
        assertTrue(length > RawPeer.FIRST && length <= Math.max(1452, received), () -> length + " bytes");
        assertEquals(0, poll(out.capacity()));
    }

    /** A peer that takes several packets at once gets what is longer than the first of them, too. */
    @ParameterizedTest
    @CsvSource({"1400, 1500", "100, 1440", "1440, 100", "1500, 1440", "1500, 3000"})
    void shouldSendLongAnswersBehindOthers(final int first, final int second) {
        pair = new EnginePair(
                        AssociationConfig.builder().build(),
                        AssociationConfig.builder().build())
                .connect();
        peer = new RawPeer(pair);
        serverTag = pair.serverSide.localTag();
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, serverTag);
        handHeartbeat(first);
        handHeartbeat(second);
        final List<RawPeer.Answer> answers = peer.answers();
        assertEquals(2, answers.size());
        assertEquals(8 + first, answers.get(0).bytes().capacity());
        assertEquals(8 + second, answers.get(1).bytes().capacity());
    }

    /** To where the peer may not be: what came from there pays for it. */
    @ParameterizedTest
    @CsvSource({"8, 1", "1500, 1", "60000, 1"})
    void shouldAnswerALongHeartbeatFromAnotherUdpPort(final int infoLength, final int expected) {
        connect(AssociationConfig.builder().build());
        final int end = writeHeartbeat(RawPeer.FIRST, infoLength);
        peer.udpPort = EnginePair.UDP_PORT + 1;
        peer.hand(end);
        int acks = 0;
        int bytes = 0;
        for (int length = poll(out.capacity()); length > 0; length = poll(out.capacity())) {
            acks += Chunk.type(out, RawPeer.FIRST) == ChunkType.HEARTBEAT_ACK ? 1 : 0;
            bytes += length;
        }
        assertEquals(expected, acks);
        assertTrue(bytes <= 3 * end, bytes + " bytes");
    }

    /** The same where the path's MTU is being discovered. */
    @Test
    void shouldLetIpFragmentTheLongOneAloneWhileTheMtuIsDiscovered() {
        connect(AssociationConfig.builder().pathMtuRaiseNs(600_000_000_000L).build());
        peer.answers();
        handHeartbeat(1500);
        assertEquals(1452 + 68, poll(out.capacity()));
        assertTrue(transmit.mayBeFragmented());
        assertFalse(transmit.mustNotBeFragmented());
    }

    /** RFC 9260 section 3.3.10.6: the chunk is named whole. */
    @ParameterizedTest
    @ValueSource(ints = {4, 1400, 1452, 3000, 60_000})
    void shouldReportAnUnknownChunkHoweverLong(final int length) {
        connect(AssociationConfig.builder().build());
        Chunk.write(peer.packet, RawPeer.FIRST, UNKNOWN, 0, length);
        peer.hand(RawPeer.FIRST + Chunk.padded(length));
        handHeartbeat(8);
        final List<RawPeer.Answer> answers = peer.answers();
        assertEquals(2, answers.size());
        assertEquals(ChunkType.ERROR, answers.get(0).type());
        assertEquals(CauseCode.UNRECOGNIZED_CHUNK, answers.get(0).cause());
        assertEquals(8 + length, answers.get(0).bytes().capacity());
        assertEquals(length, Chunk.length(answers.get(0).bytes(), 8));
        assertEquals(ChunkType.HEARTBEAT_ACK, answers.get(1).type());
    }

    /** Whatever waits goes with it, or behind it: SACK, DATA, SHUTDOWN. */
    @Test
    void shouldNotHoldUpDataBehindALongChunk() {
        connect(AssociationConfig.builder().build());
        Sends.send(pair.serverSide, out, 0, 1000, 0, 0, 0, 0);
        pair.serverSide.shutdown();
        peer.hand(writeData(1));
        handHeartbeat(3000);
        handHeartbeat(2000);
        final List<Integer> types =
                peer.answers().stream().map(RawPeer.Answer::type).toList();
        assertEquals(ChunkType.HEARTBEAT_ACK, types.get(0));
        assertEquals(
                2,
                types.stream().filter(type -> type == ChunkType.HEARTBEAT_ACK).count());
        assertTrue(types.contains(ChunkType.SACK) && types.contains(ChunkType.DATA), types::toString);
        assertEquals(AssociationState.SHUTDOWN_PENDING, pair.serverSide.state());
    }

    /** What no packet of the driver holds is given up, and those behind it are not. */
    @Test
    void shouldGiveUpWhatTheDriverCannotSend() {
        connect(AssociationConfig.builder().build());
        handHeartbeat(3000);
        handHeartbeat(8);
        handHeartbeat(2000);
        handHeartbeat(12);
        assertEquals(PacketHeader.LENGTH + 16 + 20, poll(1500));
        assertEquals(0, poll(1500));
        assertEquals(2, pair.server.counters().controlChunksDropped());
    }

    /** A request to reset streams was made for a path that carries less since. */
    @Test
    void shouldSendARequestThatIsTooLongNow() {
        pair = new EnginePair(
                        AssociationConfig.builder().outboundStreams(1000).build(),
                        AssociationConfig.builder()
                                .maxInboundStreams(1000)
                                .grantedReconfigurations(AssociationConfig.GRANT_STREAM_RESET)
                                .build())
                .connect();
        final int[] streams = new int[600];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = i;
        }
        Sends.send(pair.clientSide, out, 0, 1000, 0, 0, 0, 0);
        pair.clientSide.resetOutgoingStreams(streams);
        pair.carry(true);
        pair.clientSide.maxPacketSize(pair.clientSide.primaryPath(), 512);
        pair.carries = 1000;
        pair.pass(5_000_000_000L);
        assertTrue(pair.fragmented > 0);
        assertTrue(pair.clientEvents.events.toString().contains("reset outgoing PERFORMED"));
        assertEquals(ReconfigRequest.BEGUN, pair.clientSide.resetOutgoingStreams(1));
    }

    /** A chunk cut for a larger path goes alone: what else is due does not make its packet longer still. */
    @Test
    void shouldSendAnythingElseBeforeLostDataThatIsTooLongNow() {
        connect(AssociationConfig.builder().build());
        Sends.send(pair.serverSide, out, 0, 1400, 0, 0, 0, 0);
        peer.answers();
        pair.serverSide.maxPacketSize(pair.serverSide.primaryPath(), 512);
        pair.nowNs = pair.server.nextTimeoutNs();
        pair.server.handleTimeout(pair.nowNs);
        handHeartbeat(100);
        assertEquals(PacketHeader.LENGTH + 108, poll(out.capacity()));
        assertFalse(transmit.mayBeFragmented());
        assertEquals(PacketHeader.LENGTH + 1416, poll(out.capacity()));
        assertTrue(transmit.mayBeFragmented());
    }

    private int poll(final int capacity) {
        return pair.server.pollTransmit(pair.nowNs, out, 0, capacity, transmit);
    }

    /** Gives a HEARTBEAT, whose last byte says how long it is. */
    private void handHeartbeat(final int infoLength) {
        peer.hand(writeHeartbeat(RawPeer.FIRST, infoLength));
    }

    private int writeHeartbeat(final int at, final int infoLength) {
        final int length = Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH + infoLength;
        Chunk.write(peer.packet, at, ChunkType.HEARTBEAT, 0, length);
        Parameter.write(
                peer.packet,
                at + Chunk.HEADER_LENGTH,
                ParameterType.HEARTBEAT_INFO,
                Parameter.HEADER_LENGTH + infoLength);
        peer.packet.put(at + length - 1, (byte) (infoLength % 100));
        return at + Chunk.padded(length);
    }

    private int chunks(final int length) {
        int count = 0;
        for (int at = RawPeer.FIRST; at < length; at += Chunk.padded(Chunk.length(out, at))) {
            count++;
        }
        return count;
    }

    private int writeData(final int tsn) {
        Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.DATA, 3, 20);
        peer.packet.putInt(RawPeer.FIRST + 4, tsn).putInt(RawPeer.FIRST + 8, tsn - 1);
        return RawPeer.FIRST + 20;
    }
}
