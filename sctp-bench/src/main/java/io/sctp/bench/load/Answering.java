package io.sctp.bench.load;

import io.sctp.bench.payload.ArrivalReport;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a server does with the messages of one peer: it sends them back or, if they say so, reports when they arrived,
 * many to a report.
 */
final class Answering implements MessageHandler {
    private static final int REPORT_STREAM = 0;

    private final Peer peer;
    private final ThreadLocal<Payload> payload = ThreadLocal.withInitial(Payload::new);

    private volatile boolean ended;

    /** Guarded by this, as is answering with it. */
    private final ArrivalReport report = new ArrivalReport();

    Answering(final Peer peer) {
        this.peer = peer;
    }

    @Override
    public void onMessage(final ByteBuffer message, final int stream) throws IOException {
        final int flags = Payload.flags(message);
        if ((flags & Payload.FLAG_REPORT) == 0) {
            peer.answer(message, stream);
            return;
        }
        final long nowNs = System.nanoTime();
        final long sequence = payload.get().verify(message, stream);
        synchronized (this) {
            if (sequence == Payload.CORRUPTED) {
                report.addCorrupted();
            } else {
                report.add(message, stream, sequence, nowNs);
            }
            if (report.isFull() || (flags & Payload.FLAG_PING) != 0) {
                sendReport();
            }
        }
    }

    @Override
    public synchronized void onPause() throws IOException {
        peer.flush();
    }

    @Override
    public void onEnd(final Throwable cause) {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    /** Reports what has arrived since the last report; called again and again by a thread of the server's. */
    synchronized void report() throws IOException {
        if (!report.isEmpty()) {
            sendReport();
        }
    }

    private void sendReport() throws IOException {
        peer.answer(report.message(), REPORT_STREAM);
        peer.flush();
        report.clear();
    }
}
