package io.sctp.examples;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A Diameter-like exchange (RFC 6733 section 5.5). A Device-Watchdog-Request is answered with the same identifiers, on
 * the same stream, with Diameter's payload protocol identifier.
 */
public final class DiameterWatchdog {
    /** The payload protocol identifier of Diameter over SCTP without DTLS (RFC 6733 section 2.1). */
    public static final int PPID = 46;

    private static final int HEADER_BYTES = 20;
    private static final int VERSION = 1;
    private static final int FLAG_REQUEST = 0x80;
    private static final int DEVICE_WATCHDOG = 280;
    private static final int FLAGS_OFFSET = 4;
    private static final int HOP_BY_HOP_OFFSET = 12;
    private static final int END_TO_END_OFFSET = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DiameterWatchdog() {}

    /** Accepts one association and answers its requests until it ends. */
    static void serveOne(final SctpServerChannel server) throws IOException {
        try (SctpChannel peer = server.accept()) {
            final ByteBuffer message = ByteBuffer.allocateDirect(4096);
            final ReceiveInfo info = new ReceiveInfo();
            final SendInfo answer = new SendInfo().ppid(PPID);
            int length = peer.receive(message.clear(), info);
            while (length != SctpMessageChannel.END_OF_STREAM) {
                message.flip();
                if (length >= HEADER_BYTES && info.ppid() == PPID) { // a notification has no length
                    message.put(FLAGS_OFFSET, (byte) (message.get(FLAGS_OFFSET) & ~FLAG_REQUEST));
                    peer.send(message, answer.stream(info.stream()));
                }
                length = peer.receive(message.clear(), info);
            }
        }
    }

    /** Sends a request on a stream, and returns whether the answer matches it. */
    static boolean ask(final SctpChannel channel, final int stream, final int hopByHop, final int endToEnd)
            throws IOException {
        final ByteBuffer request = ByteBuffer.allocate(HEADER_BYTES)
                .putInt(VERSION << 24 | HEADER_BYTES)
                .putInt(FLAG_REQUEST << 24 | DEVICE_WATCHDOG)
                .putInt(0)
                .putInt(hopByHop)
                .putInt(endToEnd)
                .flip();
        channel.send(request, new SendInfo().stream(stream).ppid(PPID));
        final ByteBuffer answer = ByteBuffer.allocate(4096);
        final ReceiveInfo info = new ReceiveInfo();
        channel.receive(answer, info, PATIENCE);
        return info.stream() == stream
                && info.ppid() == PPID
                && answer.get(FLAGS_OFFSET) == 0
                && answer.getInt(HOP_BY_HOP_OFFSET) == hopByHop
                && answer.getInt(END_TO_END_OFFSET) == endToEnd;
    }
}
