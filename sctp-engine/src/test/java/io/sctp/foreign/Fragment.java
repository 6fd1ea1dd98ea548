package io.sctp.foreign;

import java.nio.ByteBuffer;

/** One chunk of DATA, either way. */
final class Fragment {
    static final int UNORDERED = 4;
    static final int FIRST = 2;
    static final int LAST = 1;
    static final int FIXED = 12;

    final int stream;
    final int ssn;
    final int ppid;
    final int flags;
    final byte[] data;
    long tsn;

    // What a sender remembers.
    long message;
    boolean isReliable;
    int timesSent;
    int missingReports;
    boolean isAcknowledged;
    boolean isLost;
    boolean isGivenUp;

    Fragment(final int stream, final int ssn, final int ppid, final int flags, final byte[] data) {
        this.stream = stream;
        this.ssn = ssn;
        this.ppid = ppid;
        this.flags = flags;
        this.data = data;
    }

    static Fragment read(final WireFormat.Chunk chunk, final long tsn) {
        final ByteBuffer body = chunk.body();
        final byte[] data = new byte[body.limit() - FIXED];
        body.get(FIXED, data);
        final Fragment fragment =
                new Fragment(body.getShort(4) & 0xFFFF, body.getShort(6) & 0xFFFF, body.getInt(8), chunk.flags(), data);
        fragment.tsn = tsn;
        return fragment;
    }

    WireFormat.Chunk chunk() {
        return WireFormat.chunk(
                WireFormat.DATA,
                flags,
                ByteBuffer.allocate(FIXED + data.length)
                        .putInt((int) tsn)
                        .putShort((short) stream)
                        .putShort((short) ssn)
                        .putInt(ppid)
                        .put(data));
    }

    boolean is(final int flag) {
        return (flags & flag) != 0;
    }

    boolean isInFlight() {
        return timesSent > 0 && !isAcknowledged && !isLost && !isGivenUp;
    }

    int paddedLength() {
        return (WireFormat.CHUNK_HEADER + FIXED + data.length + 3) & ~3;
    }
}
