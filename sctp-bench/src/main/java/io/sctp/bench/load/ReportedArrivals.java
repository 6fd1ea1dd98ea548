package io.sctp.bench.load;

import io.sctp.bench.payload.ArrivalReport;
import io.sctp.bench.payload.Payload;
import io.sctp.bench.transport.MessageHandler;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives the server's reports of a one-way run at the client. One per peer. */
final class ReportedArrivals implements MessageHandler {
    private final ArrivalReport report = new ArrivalReport();
    private final Intake intake;
    private final ClockComparison clocks;

    ReportedArrivals(final Intake intake, final ClockComparison clocks) {
        this.intake = intake;
        this.clocks = clocks;
    }

    @Override
    public void onMessage(final ByteBuffer message, final int stream) throws IOException {
        final long nowNs = System.nanoTime();
        if (!report.read(message, (association, its, flags, sequence, intendedNs, sentNs, arrivedNs) -> {
            if ((flags & Payload.FLAG_PING) != 0) {
                clocks.onPong(sentNs, arrivedNs, nowNs);
            } else if ((flags & ArrivalReport.FLAG_CORRUPTED) != 0) {
                intake.onCorrupted();
            } else {
                intake.onArrival(association, its, sequence, intendedNs, sentNs, arrivedNs - clocks.offsetNs());
            }
        })) {
            throw new IOException(
                    "what the server sends is no report of arrivals: is it 'sctp server', of this version?");
        }
    }
}
