package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a foreign peer does that few do, and that is allowed all the same: each of these drawn or not.
 *
 * @param unknownParameters whether INIT and INIT ACK have parameters of no known type, of each kind of RFC 9260 section
 *     3.2.1
 * @param unknownChunks whether it sends chunks of no known type, of each kind of section 3.2
 * @param cookieBytes how long its cookies are beside what it needs of them; -1 for cookies of no length at all
 * @param reneges whether it now and then throws away what it has acknowledged in gap blocks (section 6.2)
 * @param repeatsDuplicates whether a SACK lists each duplicate three times
 * @param longHeartbeats whether its HEARTBEATs are as long as a packet, and no multiple of four
 * @param reportsErrors whether it sends ERRORs with causes that nobody knows
 * @param forwardsBehindData whether a FORWARD TSN comes twice, behind data and before a SACK
 * @param repeatsTheEnd whether it sends SHUTDOWN ACK and SHUTDOWN COMPLETE twice
 */
public record Oddities(
        boolean unknownParameters,
        boolean unknownChunks,
        int cookieBytes,
        boolean reneges,
        boolean repeatsDuplicates,
        boolean longHeartbeats,
        boolean reportsErrors,
        boolean forwardsBehindData,
        boolean repeatsTheEnd) {
    static final int UNRECOGNIZED_PARAMETER = 8;

    private static final int[] SKIPPED_PARAMETERS = {0x8055, 0xC055};
    private static final int[] STOPPING_PARAMETERS = {0x0055, 0x4055};
    private static final int[] SKIPPED_CHUNKS = {0xBF, 0xFE};
    private static final int[] STOPPING_CHUNKS = {0x3F, 0x7F};

    /** None of them. */
    public static Oddities none() {
        return new Oddities(false, false, 0, false, false, false, false, false, false);
    }

    /** All that do not depend on what is lost on the way. */
    public static Oddities all(final int cookieBytes) {
        return new Oddities(true, true, cookieBytes, true, true, true, true, true, true);
    }

    static Oddities draw(final SplittableRandom random) {
        return new Oddities(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? random.nextInt(-1, 1000) : 0,
                random.nextInt(3) == 0,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    // -- set-up ------------------------------------------------------------------------------------------------------

    /** Puts parameters among the others that are to be skipped, one of them to be reported. */
    void putSkipped(final ByteBuffer body) {
        for (int i = 0; unknownParameters && i < SKIPPED_PARAMETERS.length; i++) {
            WireFormat.putParameter(body, SKIPPED_PARAMETERS[i], new byte[2 * i + 1]);
        }
    }

    /** Ends with one of a kind behind which nothing is read; its padding may be missing. */
    void putLast(final ByteBuffer body, final SplittableRandom random) {
        if (unknownParameters) {
            WireFormat.putParameter(body, STOPPING_PARAMETERS[random.nextInt(2)], new byte[3]);
            body.position(body.position() - 1);
        }
    }

    /** An INIT ACK must report the parameter of the INIT that asked for it (section 3.2.1). */
    void checkReported(final ByteBuffer initAck, final int parameters) {
        if (!unknownParameters) {
            return;
        }
        final byte[] report = WireFormat.parameter(initAck, parameters, UNRECOGNIZED_PARAMETER);
        if (report == null || (report[0] & 0xFF) != SKIPPED_PARAMETERS[1] >>> 8) {
            throw new AssertionError("an unknown parameter was not reported: " + Arrays.toString(report));
        }
    }

    byte[] cookie(final long key, final long check) {
        return cookieBytes < 0
                ? new byte[0]
                : ByteBuffer.allocate(2 * Long.BYTES + cookieBytes)
                        .putLong(key)
                        .putLong(check)
                        .array();
    }

    // -- afterwards --------------------------------------------------------------------------------------------------

    /** Puts unknown chunks that are to be skipped before others of a packet, or behind them those that are not. */
    List<WireFormat.Chunk> surround(final List<WireFormat.Chunk> chunks, final SplittableRandom random) {
        if (!unknownChunks || random.nextInt(4) > 0) {
            return chunks;
        }
        final List<WireFormat.Chunk> more = new ArrayList<>(chunks);
        if (random.nextBoolean()) {
            more.add(0, unknown(SKIPPED_CHUNKS[random.nextInt(2)]));
        } else {
            more.add(unknown(STOPPING_CHUNKS[random.nextInt(2)]));
        }
        return more;
    }

    private static WireFormat.Chunk unknown(final int type) {
        return WireFormat.chunk(type, 0, ByteBuffer.allocate(3).put(new byte[3]));
    }

    /** An ERROR with a cause that nobody knows. */
    static WireFormat.Chunk error() {
        return WireFormat.chunk(
                WireFormat.ERROR, 0, ByteBuffer.allocate(12).putInt(0x0063_000B).putLong(5));
    }

    /** Returns what a HEARTBEAT says. */
    ByteBuffer heartbeat(final long nowNs) {
        final int length = longHeartbeats ? 401 : 12;
        return ByteBuffer.allocate(length)
                .putInt(0x0001_0000 | length)
                .putLong(nowNs)
                .position(length);
    }
}
