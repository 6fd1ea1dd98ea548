package io.sctp.bench.protocol;

import io.sctp.bench.payload.Payload;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A server that sends every message back as it is, on whatever stream and with whatever payload protocol identifier.
 * Each message has a checksum.
 */
public final class EchoProtocol implements Protocol {
    /** The name of this protocol. */
    public static final String NAME = "echo";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int ppid() {
        return 0;
    }

    @Override
    public String ownSizes() {
        return null;
    }

    @Override
    public int maxBytes(final int chosen) {
        return chosen;
    }

    @Override
    public List<String> messageTypes() {
        return List.of(NAME);
    }

    @Override
    public int identifierBits() {
        return Integer.SIZE;
    }

    @Override
    public Dialogue dialogue(final int association, final int associations) {
        return new Exchange();
    }

    /** The messages of one association. */
    private static final class Exchange implements Dialogue {
        private final Payload written = new Payload();
        private final Payload read = new Payload();

        @Override
        public void write(final ByteBuffer buffer, final int bytes, final long identifier) {
            written.write(buffer, bytes, 0, 0, 0, identifier, 0, 0);
        }

        @Override
        public int type() {
            return 0;
        }

        @Override
        public void read(final ByteBuffer message, final int stream, final Heard heard) {
            final long identifier = read.verify(message, 0);
            if (identifier == Payload.CORRUPTED) {
                heard.error("a message that was not sent like this");
            } else {
                heard.answer(identifier);
            }
        }
    }
}
