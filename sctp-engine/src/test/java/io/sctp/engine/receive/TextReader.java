package io.sctp.engine.receive;

import io.sctp.engine.ReceiveInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the messages of a {@link ReadyQueue} as texts. */
final class TextReader {
    /** About the message or part that was read last. */
    final ReceiveInfo info = new ReceiveInfo();

    private final ReadyQueue ready;
    private final ByteBuffer destination = ByteBuffer.allocate(1000);

    TextReader(final ReadyQueue ready) {
        this.ready = ready;
    }

    /** Reads all that is ready; a part that goes on ends with dots. */
    List<String> readAll() {
        final List<String> texts = new ArrayList<>();
        for (int length = read(); length >= 0; length = read()) {
            final String text = new String(destination.array(), 0, length, StandardCharsets.US_ASCII);
            texts.add(info.isAborted() ? "aborted" : text + (info.isComplete() ? "" : "..."));
        }
        return texts;
    }

    private int read() {
        return ready.receive(destination, 0, destination.capacity(), info);
    }
}
