package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Makes INIT and INIT ACK chunks (RFC 9260 sections 3.3.2 and 3.3.3), with a peer's habits and oddities. */
final class InitMaker {
    private static final int STREAMS = 20;

    private final Habits habits;
    private final Oddities odd;
    private final SplittableRandom random;
    private final int[] addresses;

    /** The addresses are IPv4 addresses that the chunks list. */
    InitMaker(final Habits habits, final Oddities odd, final SplittableRandom random, final int... addresses) {
        this.habits = habits;
        this.odd = odd;
        this.random = random;
        this.addresses = addresses.clone();
    }

    /** Returns the number of streams to send on, by what the peer's INIT or INIT ACK allows. */
    static int outboundStreams(final ByteBuffer peersInit) {
        return Math.min(STREAMS, peersInit.getShort(10) & 0xFFFF);
    }

    /** Draws a Verification Tag, which is never 0. */
    int newTag() {
        return random.nextInt(1, Integer.MAX_VALUE) ^ (random.nextBoolean() ? 0x8000_0000 : 0);
    }

    WireFormat.Chunk init(final int tag, final int tsn) {
        final ByteBuffer body = fixedFields(tag, tsn, 256);
        odd.putSkipped(body);
        WireFormat.putParameter(body, WireFormat.FORWARD_TSN_SUPPORTED, new byte[0]);
        putAddresses(body);
        WireFormat.putParameter(body, WireFormat.SUPPORTED_EXTENSIONS, new byte[] {(byte) WireFormat.FORWARD_TSN});
        odd.putLast(body, random);
        return WireFormat.chunk(WireFormat.INIT, 0, body);
    }

    WireFormat.Chunk initAck(final int tag, final int tsn, final byte[] cookie) {
        final ByteBuffer body = fixedFields(tag, tsn, 2048);
        if (habits.cookieFirst()) {
            WireFormat.putParameter(body, WireFormat.STATE_COOKIE, cookie);
        }
        odd.putSkipped(body);
        putAddresses(body);
        WireFormat.putParameter(body, WireFormat.SUPPORTED_EXTENSIONS, new byte[] {(byte) WireFormat.FORWARD_TSN});
        WireFormat.putParameter(body, WireFormat.FORWARD_TSN_SUPPORTED, new byte[0]);
        if (!habits.cookieFirst()) {
            WireFormat.putParameter(body, WireFormat.STATE_COOKIE, cookie);
        }
        odd.putLast(body, random);
        return WireFormat.chunk(WireFormat.INIT_ACK, 0, body);
    }

    private ByteBuffer fixedFields(final int tag, final int tsn, final int capacity) {
        return ByteBuffer.allocate(capacity)
                .putInt(tag)
                .putInt(habits.windowBytes())
                .putShort((short) STREAMS)
                .putShort((short) STREAMS)
                .putInt(tsn);
    }

    private void putAddresses(final ByteBuffer body) {
        for (final int address : addresses) {
            WireFormat.putParameter(
                    body,
                    WireFormat.IPV4_ADDRESS,
                    ByteBuffer.allocate(4).putInt(address).array());
        }
    }
}
