package io.sctp.engine.receive;

import static io.sctp.engine.receive.Inbound.Outcome.ACCEPTED;
import static io.sctp.engine.receive.TextChunks.WHOLE;

import io.sctp.engine.packet.ForwardTsnChunk;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@link SequencedMessages} of which a test gives the chunks as texts, and reads the messages as texts. */
final class SequencedReceiver {
    static final int LONGEST = 100;
    static final int STREAMS = 10;

    final TextChunks chunks = new TextChunks();
    final ChunkStore store = chunks.store;
    final ReadyQueue ready = new ReadyQueue(chunks.pool, store);
    final SequencedMessages messages = new SequencedMessages(store, chunks.pool, ready, LONGEST);
    private final TextReader reader = new TextReader(ready);

    /** The TSNs that have arrived, as {@link TsnTracker} would know. */
    private final Set<Integer> arrived = new HashSet<>();

    Inbound.Outcome whole(final int tsn, final int stream, final int ssn, final String text) {
        return add(tsn, WHOLE, stream, ssn, text);
    }

    Inbound.Outcome add(final int tsn, final int flags, final int stream, final int ssn, final String text) {
        messages.reserve();
        final boolean after = arrived.contains(tsn - 1);
        final boolean before = arrived.contains(tsn + 1);
        final Inbound.Outcome outcome = messages.add(chunks.add(tsn, flags, stream, ssn, text), flags, after, before);
        if (outcome == ACCEPTED) {
            arrived.add(tsn);
        }
        return outcome;
    }

    /** Takes a FORWARD TSN with pairs of stream and sequence number. */
    void forward(final int tsn, final int... streamsAndNumbers) {
        final ByteBuffer packet = ByteBuffer.allocate(100);
        final int offset = 12;
        int end = offset + ForwardTsnChunk.FIXED_LENGTH;
        packet.putInt(offset + ForwardTsnChunk.TSN_OFFSET, tsn);
        for (int i = 0; i < streamsAndNumbers.length; i += 2) {
            packet.putInt(end, streamsAndNumbers[i] << 16 | streamsAndNumbers[i + 1]);
            end += ForwardTsnChunk.ENTRY_LENGTH;
        }
        messages.forward(packet, offset, end, STREAMS, arrived.contains(tsn + 1));
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    List<String> readAll() {
        return reader.readAll();
    }
}
