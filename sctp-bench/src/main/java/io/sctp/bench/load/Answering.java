package io.sctp.bench.load;

import io.sctp.bench.payload.ArrivalReport;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.MessageHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * Handles the messages of one peer at the server: sends them back or, if they ask for it, reports their arrival times,
 * many per report.
 */
final class Answering implements MessageHandler {
    private static final int REPORT_STREAM = 0;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Connection connection;
    private final ThreadLocal<Payload> payload = ThreadLocal.withInitial(Payload::new);

    private final LongAdder messages = new LongAdder();
    private final long beganNs = System.nanoTime();
    private final String name;
    private final Server.Guests guests;

    private final Reporter reporter;

    /** Guarded by this, as are answers that use it. */
    private final ArrivalReport report = new ArrivalReport();

    /** Whether the reporter will call {@link #report}. Guarded by this. */
    private boolean awaitsReporter;

    Answering(final Connection connection, final Server.Guests guests, final Reporter reporter) {
        this.connection = connection;
        this.guests = guests;
        this.reporter = reporter;
        this.name = connection.name();
        guests.onCome(name);
    }

    @Override
    public void onMessage(final ByteBuffer message, final int stream) throws IOException {
        messages.increment();
        final int flags = Payload.flags(message);
        if ((flags & Payload.FLAG_REPORT) == 0) {
            connection.answer(message, stream);
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
            } else if (!awaitsReporter) {
                awaitsReporter = true;
                reporter.reportSoon(this);
            }
        }
    }

    @Override
    public synchronized void onPause() throws IOException {
        connection.flush();
    }

    @Override
    public void onEnd(final Throwable cause) {
        guests.onGo(name, (System.nanoTime() - beganNs) / NANOS_PER_SECOND, messages.sum(), cause);
    }

    /** Reports what has arrived since the last report; called by the reporter. */
    synchronized void report() throws IOException {
        awaitsReporter = false;
        if (!report.isEmpty()) {
            sendReport();
        }
    }

    private void sendReport() throws IOException {
        connection.answer(report.message(), REPORT_STREAM);
        connection.flush();
        report.clear();
    }
}
