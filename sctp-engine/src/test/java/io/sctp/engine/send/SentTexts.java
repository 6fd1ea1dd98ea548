package io.sctp.engine.send;

import io.sctp.engine.Policy;
import io.sctp.engine.SendOptions;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Queued and sent messages whose payload is a text, and what they are kept in. */
final class SentTexts {
    static final int WHOLE = SendQueue.FLAG_FIRST | SendQueue.FLAG_LAST;
    static final int FIRST = SendQueue.FLAG_FIRST;
    static final int LAST = SendQueue.FLAG_LAST;
    static final int UNORDERED = SendQueue.FLAG_UNORDERED;

    static final int FIRST_TSN = -2;
    static final int PPID = 46;
    static final int CONTEXT = 99;

    final BlockPool pool = new BlockPool(1 << 22, 1 << 18);
    final SendQueue queue = new SendQueue();
    final OutstandingData outstanding = new OutstandingData();

    SentTexts() {
        outstanding.reset(FIRST_TSN);
    }

    // -- queued -----------------------------------------------------------------------------------------------------

    /** Queues a segment at the end of the open list; returns it. */
    int queue(final int stream, final int flags, final String text) {
        queue.add(block(0, text), text.length(), flags, options(stream), SendQueue.NONE);
        return queue.last();
    }

    /** Queues a message with a policy in front of it. */
    int queue(final int stream, final Policy policy, final long value, final String text) {
        final int handle = block(PolicyHeader.LENGTH, text);
        PolicyHeader.write(pool, handle, policy, value);
        final int flags = WHOLE | SendQueue.FLAG_POLICY;
        queue.add(handle, text.length(), flags, options(stream), SendQueue.NONE);
        return queue.last();
    }

    /** Returns the texts of the open list. */
    List<String> queued() {
        final List<String> texts = new ArrayList<>();
        for (int segment = queue.first(); segment != SendQueue.NONE; segment = queue.next(segment)) {
            texts.add(text(queue.handle(segment), queue.payloadOffset(segment), queue.length(segment)));
        }
        return texts;
    }

    // -- sent -------------------------------------------------------------------------------------------------------

    /** Adds a chunk that is a whole message of stream 0; returns its TSN. */
    int send(final String text) {
        return send(0, 0, DataChunk.FLAG_BEGIN | DataChunk.FLAG_END, text);
    }

    /** Adds a chunk that has a block of its own; returns its TSN. */
    int send(final int stream, final int ssn, final int flags, final String text) {
        final int marks = OutstandingData.SEGMENT_END | OutstandingData.FIRST_SEGMENT;
        return add(block(0, text), 0, text.length(), flags, marks, stream, ssn);
    }

    /** Adds a chunk with a policy; returns its TSN. */
    int send(final Policy policy, final long value, final String text) {
        final int handle = block(PolicyHeader.LENGTH, text);
        PolicyHeader.write(pool, handle, policy, value);
        final int marks = OutstandingData.SEGMENT_END | OutstandingData.FIRST_SEGMENT | OutstandingData.HAS_POLICY;
        final int flags = DataChunk.FLAG_BEGIN | DataChunk.FLAG_END;
        return add(handle, PolicyHeader.LENGTH, text.length(), flags, marks, 0, 0);
    }

    /** Adds a chunk that lies somewhere in a block; returns its TSN. */
    int add(
            final int handle,
            final int blockOffset,
            final int length,
            final int flags,
            final int marks,
            final int stream,
            final int ssn) {
        final int tsn = outstanding.nextTsn();
        add(outstanding, handle, blockOffset, length, flags, marks, ssn, 0, options(stream));
        return tsn;
    }

    /** Adds a chunk that lies somewhere in a block. */
    static void add(
            final OutstandingData outstanding,
            final int handle,
            final int blockOffset,
            final int length,
            final int flags,
            final int marks,
            final int ssn,
            final int path,
            final SendOptions options) {
        final SendQueue queue = new SendQueue();
        queue.add(handle, length, WHOLE, options, path);
        queue.sentBytes(queue.first(), blockOffset);
        outstanding.add(queue, queue.first(), length, flags, marks, ssn, path);
    }

    /** Adds a chunk of so much user data, whose content does not matter. */
    static void add(final OutstandingData outstanding, final int length) {
        add(outstanding, 1, 0, length, 0, 0, 0, 0, new SendOptions());
    }

    static SendOptions options(final int stream) {
        return new SendOptions().stream(stream).ppid(PPID).context(CONTEXT);
    }

    int block(final int offset, final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final int handle = pool.allocate(Math.max(1, offset + bytes.length));
        pool.buffer(handle).put(BlockPool.offset(handle) + offset, bytes);
        return handle;
    }

    String text(final int handle, final int offset, final int length) {
        return text(pool.buffer(handle), BlockPool.offset(handle) + offset, length);
    }

    static String text(final ByteBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
