package io.sctp.engine;

import io.sctp.engine.packet.DataChunk;
import java.nio.ByteBuffer;

/** Sends in one line, for tests; each call makes new options. */
public final class Sends {
    public static final int UNORDERED = DataChunk.FLAG_UNORDERED;
    public static final int SACK_IMMEDIATELY = DataChunk.FLAG_IMMEDIATE;
    private static final int KEY_SHIFT = 8;

    private Sends() {}

    /** Returns what to add to the flags of {@link #send} for a message with a key of its own. */
    public static int signedWith(final int key) {
        return (key + 1) << KEY_SHIFT;
    }

    public static SendOptions options(final int stream, final int flags, final int ppid, final int context) {
        return new SendOptions()
                .stream(stream)
                        .unordered((flags & UNORDERED) != 0)
                        .sackImmediately((flags & SACK_IMMEDIATELY) != 0)
                        .signedWith((flags >>> KEY_SHIFT) - 1)
                        .ppid(ppid)
                        .context(context);
    }

    public static SendResult send(
            final Association association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int context) {
        return association.send(source, offset, length, options(stream, flags, ppid, context));
    }

    public static SendResult send(
            final Association association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int context,
            final Policy policy,
            final long policyValue,
            final Path destination) {
        return association.send(
                source,
                offset,
                length,
                options(stream, flags, ppid, context)
                        .policy(policy, policyValue)
                        .destination(destination));
    }
}
