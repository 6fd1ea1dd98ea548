package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.SackChunk;
import io.sctp.engine.path.PathSet;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The sending half of an association with two paths, whose packets are read and acknowledged by a test. */
final class SendingEnd {
    /** TSNs are counted from the first, which is near the highest. */
    static final int FIRST = -3;

    static final int STREAMS = 10;
    static final int WINDOW = 1 << 20;
    static final int BUFFER = 100_000;

    /** The longest user data of a chunk. */
    static final int MAX_PAYLOAD = 1400;

    private static final int AT = 12;

    final BlockPool pool;
    final Outbound outbound;
    final Acknowledgement acknowledgement;
    final PathSet paths = new PathSet();
    final TransportPath one = PathChunksTest.path(0);
    final TransportPath two = PathChunksTest.path(1);
    final ByteBuffer packet = ByteBuffer.allocate(4000);
    long nowNs;

    SendingEnd() {
        this(new BlockPool(1 << 22, 1 << 18));
    }

    SendingEnd(final BlockPool pool) {
        this.pool = pool;
        outbound = new Outbound(pool, BUFFER);
        acknowledgement = new Acknowledgement(outbound);
        paths.add(one);
        paths.add(two);
        outbound.prepare(FIRST, STREAMS);
        outbound.start(FIRST, STREAMS, WINDOW);
        acknowledgement.reset();
    }

    SendResult queue(final int length) {
        return queue(new SendOptions(), length);
    }

    SendResult queue(final Policy policy, final long value, final int length) {
        return queue(new SendOptions().policy(policy, value), length);
    }

    SendResult queue(final SendOptions options, final int length) {
        return outbound.enqueue(ByteBuffer.allocate(length), 0, length, options, paths, null, nowNs);
    }

    /** Queues messages of 100 bytes and sends each in a packet of its own. */
    void send(final int count) {
        for (int i = 0; i < count; i++) {
            queue(100);
            writeNew();
        }
    }

    /** Writes a packet of new data to the first path; returns its TSNs, counted from the first. */
    List<Integer> writeNew() {
        if (!outbound.windowAllowsNew(MAX_PAYLOAD)) {
            return List.of();
        }
        outbound.packetKey().begin();
        final int end = AT + DataChunk.HEADER_LENGTH + MAX_PAYLOAD;
        return tsns(outbound.writeNew(packet, AT, end, one, MAX_PAYLOAD, paths, nowNs));
    }

    /** Writes a packet of lost data; returns its TSNs, counted from the first. */
    List<Integer> writeLost(final TransportPath path) {
        outbound.packetKey().begin();
        final int end = AT + DataChunk.HEADER_LENGTH + MAX_PAYLOAD;
        return tsns(outbound.retransmission().writeLost(packet, AT, end, end, path, nowNs));
    }

    private List<Integer> tsns(final int end) {
        final List<Integer> tsns = new ArrayList<>();
        for (int at = AT; at < end; at += Chunk.padded(Chunk.length(packet, at))) {
            tsns.add(DataChunk.tsn(packet, at) - FIRST);
        }
        return tsns;
    }

    /** Takes a SACK of all up to a TSN, counted from the first, and of blocks: pairs of first and last. */
    SackResult sack(final int cumulative, final int... blocks) {
        return sackWithWindow(WINDOW, cumulative, blocks);
    }

    SackResult sackWithWindow(final int window, final int cumulative, final int... blocks) {
        packet.putInt(AT + SackChunk.CUMULATIVE_TSN_OFFSET, FIRST + cumulative);
        packet.putInt(AT + SackChunk.A_RWND_OFFSET, window);
        packet.putInt(AT + SackChunk.GAP_COUNT_OFFSET, (blocks.length / 2) << 16);
        for (int i = 0; i < blocks.length; i += 2) {
            final int block = ((blocks[i] - cumulative) << 16) | (blocks[i + 1] - cumulative);
            packet.putInt(AT + SackChunk.FIXED_LENGTH + 2 * i, block);
        }
        return acknowledgement.onSack(packet, AT, paths, nowNs);
    }

    int state(final int tsn) {
        return outbound.outstanding.state(FIRST + tsn);
    }
}
