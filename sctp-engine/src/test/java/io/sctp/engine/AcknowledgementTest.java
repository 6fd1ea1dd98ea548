package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.SackChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * RFC 9260 sections 5.1, 6.2 and 7.2.4: a packet is acknowledged as if the engine were polled after each, however many
 * were handed to it before.
 */
final class AcknowledgementTest {
    private static final long MILLI = 1_000_000;

    private final EnginePair pair = new EnginePair(
            AssociationConfig.builder().build(), AssociationConfig.builder().build());
    private final RawPeer peer = new RawPeer(pair);
    private int tag;
    private int nextTsn;

    /** A SACK that came back. */
    private record Sack(int ack, List<String> gaps, List<Integer> duplicates, long window) {}

    @Test
    void shouldAcknowledgeTheFirstPacketAtOnceAndThenEverySecondOfABatch() {
        connect();
        handData(0, 1, 2, 3, 4, 5, 6);
        assertEquals(List.of(0, 2, 4, 6), sacks().stream().map(Sack::ack).toList());
        assertTrue(sacks().isEmpty(), "each is written once");
    }

    @Test
    void shouldSendAsManySacksForBatchesOfThreeAsForSinglePackets() {
        connect();
        int count = 0;
        for (int batch = 0; batch < 10; batch++) {
            handData(3 * batch, 3 * batch + 1, 3 * batch + 2);
            count += sacks().size();
        }
        assertEquals(1 + 29 / 2, count, "the first of 30 packets, and each second of the others");
    }

    @Test
    void shouldReportAGapForEachPacketOfABatch() {
        connect();
        handData(0, 2, 3, 4);
        final List<Sack> sacks = sacks();
        assertEquals(List.of(0, 0, 0, 0), sacks.stream().map(Sack::ack).toList());
        assertEquals(
                List.of(List.of(), List.of("2-2"), List.of("2-3"), List.of("2-4")),
                sacks.stream().map(Sack::gaps).toList());
    }

    /**
     * Packet by packet it is a SACK of everything that follows those with gaps. SACKs that acknowledge the packets
     * behind the gap one by one would be partial acknowledgements, after which usrsctp's window grew no more.
     */
    @Test
    void shouldAcknowledgeAllAtOnceWhenABatchClosesTheGap() {
        connect();
        handData(0, 2, 3, 1, 4);
        final List<Sack> sacks = sacks();
        assertEquals(List.of(0, 3, 3, 4), sacks.stream().map(Sack::ack).toList());
        assertTrue(sacks.stream().allMatch(sack -> sack.gaps.isEmpty()), sacks::toString);
    }

    @Test
    void shouldAcknowledgeAllAtOnceWhenALaterBatchClosesTheGap() {
        connect();
        handData(0, 2, 3, 4);
        sacks();
        handData(5, 6, 7, 1);
        final List<Sack> sacks = sacks();
        assertEquals(List.of(7, 7, 7, 7), sacks.stream().map(Sack::ack).toList());
        assertTrue(sacks.stream().allMatch(sack -> sack.gaps.isEmpty()), sacks::toString);
    }

    @Test
    void shouldTellOfEachDuplicateOnceAndOfTheWindowAsItWas() {
        connect();
        handData(0, 1, 0, 2, 1);
        final List<Sack> sacks = sacks();
        assertEquals(
                List.of(List.of(), List.of(0), List.of(1)),
                sacks.stream().map(Sack::duplicates).toList());
        assertEquals(List.of(0, 1, 2), sacks.stream().map(Sack::ack).toList());
        assertTrue(sacks.get(0).window > sacks.get(1).window && sacks.get(1).window > sacks.get(2).window);
    }

    @Test
    void shouldKeepTheLatestOfMoreSacksThanItRemembers() {
        connect();
        final int[] tsns = new int[1000];
        for (int i = 1; i < tsns.length; i++) {
            tsns[i] = i + 1;
        }
        handData(tsns);
        final List<Sack> sacks = sacks();
        assertTrue(sacks.size() >= 32 && sacks.size() <= 100, () -> sacks.size() + " SACKs");
        assertEquals(List.of("2-1000"), sacks.get(sacks.size() - 1).gaps);
        assertEquals(List.of("2-999"), sacks.get(sacks.size() - 2).gaps);
    }

    @Test
    void shouldNotCutAReportShortBecauseThePacketBeforeWasShorter() {
        connect();
        handData(0, 2, 4, 6, 8, 10);
        final List<Sack> sacks = sacks();
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5),
                sacks.stream().map(sack -> sack.gaps.size()).toList());
    }

    @Test
    void shouldDelayTheAcknowledgementOfAnOddPacketOnlyOnce() {
        connect();
        handData(0);
        sacks();
        handData(1);
        assertTrue(sacks().isEmpty());
        pair.nowNs += 200 * MILLI;
        pair.server.handleTimeout(pair.nowNs);
        assertEquals(1, sacks().size());
        handData(2);
        assertTrue(sacks().isEmpty(), "packet 1 was acknowledged by the timer and counts no more");
        handData(3);
        assertEquals(1, sacks().size());
    }

    @Test
    void shouldAcknowledgeDataOfTheCookieEchoTogetherWithIt() {
        final List<List<Integer>> packets = new ArrayList<>();
        pair.tap =
                (fromClient, packet, offset, length) -> fromClient || packets.add(chunkTypes(packet, offset, length));
        pair.beginToConnect();
        Sends.send(pair.clientSide, peer.packet, 0, 100, 0, 0, 0, 0);
        pair.run();
        assertTrue(packets.contains(List.of(ChunkType.COOKIE_ACK, ChunkType.SACK)), packets::toString);
    }

    private static List<Integer> chunkTypes(final ByteBuffer packet, final int offset, final int length) {
        final List<Integer> types = new ArrayList<>();
        for (int at = offset + PacketHeader.LENGTH; at < offset + length; ) {
            types.add(Chunk.type(packet, at));
            at += Chunk.padded(Chunk.length(packet, at));
        }
        return types;
    }

    private void connect() {
        pair.connect();
        tag = pair.serverSide.localTag();
        nextTsn = pair.clientSide.nextTsn();
    }

    /** Hands packets of one DATA chunk each to the server, numbered from the first TSN, before it is polled. */
    private void handData(final int... numbers) {
        for (final int number : numbers) {
            final int length = DataChunk.HEADER_LENGTH + 100;
            final ByteBuffer packet = peer.packet;
            PacketHeader.write(packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
            Chunk.write(
                    packet,
                    RawPeer.FIRST,
                    ChunkType.DATA,
                    DataChunk.FLAG_BEGIN | DataChunk.FLAG_END | DataChunk.FLAG_UNORDERED,
                    length);
            packet.putInt(RawPeer.FIRST + DataChunk.TSN_OFFSET, nextTsn + number);
            packet.putInt(RawPeer.FIRST + DataChunk.STREAM_OFFSET, 0);
            peer.hand(RawPeer.FIRST + length);
        }
    }

    private List<Sack> sacks() {
        final List<Sack> sacks = new ArrayList<>();
        for (final RawPeer.Answer answer : peer.answers()) {
            if (answer.type() == ChunkType.SACK) {
                sacks.add(parse(answer.bytes()));
            }
        }
        return sacks;
    }

    private Sack parse(final ByteBuffer sack) {
        final List<String> gaps = new ArrayList<>();
        final List<Integer> duplicates = new ArrayList<>();
        int at = SackChunk.FIXED_LENGTH;
        for (int i = SackChunk.gapCount(sack, 0); i > 0; i--) {
            gaps.add(sack.getShort(at) + "-" + sack.getShort(at + 2));
            at += SackChunk.BLOCK_LENGTH;
        }
        for (int i = sack.getInt(SackChunk.GAP_COUNT_OFFSET) & 0xFFFF; i > 0; i--) {
            duplicates.add(sack.getInt(at) - nextTsn);
            at += SackChunk.BLOCK_LENGTH;
        }
        assertEquals(at, Chunk.length(sack, 0));
        return new Sack(SackChunk.cumulativeTsn(sack, 0) - nextTsn, gaps, duplicates, SackChunk.aRwnd(sack, 0));
    }
}
