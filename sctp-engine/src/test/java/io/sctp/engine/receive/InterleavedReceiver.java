package io.sctp.engine.receive;

import io.sctp.engine.packet.ForwardTsnChunk;
import io.sctp.engine.packet.IForwardTsnChunk;
import java.nio.ByteBuffer;
import java.util.List;

/** {@link InterleavedMessages} of which a test gives the chunks as texts, and reads the messages as texts. */
final class InterleavedReceiver {
    static final int LONGEST = 100;
    static final int STREAMS = 10;

    final TextChunks chunks = new TextChunks();
    final ChunkStore store = chunks.store;
    final ReadyQueue ready = new ReadyQueue(chunks.pool, store);
    final InterleavedMessages messages = new InterleavedMessages(store, chunks.pool, ready, LONGEST);
    final TextReader reader = new TextReader(ready);
    long nowNs;

    InterleavedReceiver() {
        ready.interleave(true);
    }

    Inbound.Outcome add(final int flags, final int stream, final int mid, final int fragment, final String text) {
        messages.reserve();
        return messages.add(chunks.addFragment(flags, stream, mid, fragment, text), nowNs);
    }

    /** No more than half of all identifiers are ahead of another. */
    void forwardAlmostAround() {
        forward(1, 0x6000_0000, false);
        forward(1, 0xC000_0000, false);
    }

    void forward(final int stream, final int mid, final boolean unordered) {
        final ByteBuffer packet = ByteBuffer.allocate(100);
        final int offset = 12;
        final int entry = offset + ForwardTsnChunk.FIXED_LENGTH;
        IForwardTsnChunk.writeEntry(packet, entry, stream, unordered, mid);
        messages.forward(packet, offset, entry + IForwardTsnChunk.ENTRY_LENGTH, STREAMS);
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    List<String> readAll() {
        return reader.readAll();
    }
}
