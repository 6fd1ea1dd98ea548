package io.sctp.bench;

import io.sctp.bench.load.Server;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints a line for each client that connects or leaves, at a limited rate. */
final class GuestBook implements Server.Guests {
    private static final int MAX_LINES_PER_SECOND = 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter out;
    private final LongSupplier clock;

    /** Guarded by this, as are all fields below. */
    private long second;

    private int lines;
    private int unprinted;
    private int here;
    private long came;
    private long messages;

    /**
     * Creates an empty guest book.
     *
     * @param clock nanoseconds since some moment
     */
    GuestBook(final PrintWriter out, final LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void onCome(final String name) {
        here++;
        came++;
        print("%s came, %d here", name, here);
    }

    @Override
    public synchronized void onGo(final String name, final double seconds, final long count, final Throwable cause) {
        here--;
        messages += count;
        print(
                "%s went after %.1f s and %d messages: %s",
                name, seconds, count, cause == null ? "it was done" : reason(cause));
    }

    /** Reports lines that were left out, if that was a while ago. Call it periodically. */
    synchronized void tick() {
        if (clock.getAsLong() / NANOS_PER_SECOND != second) {
            begin(clock.getAsLong() / NANOS_PER_SECOND);
        }
        out.flush();
    }

    /** Returns the totals as text. */
    synchronized String summary() {
        return String.format(
                Locale.ROOT, "%d came, %d of them still here; %d messages of those that went", came, here, messages);
    }

    private void print(final String format, final Object... values) {
        final long now = clock.getAsLong() / NANOS_PER_SECOND;
        if (now != second) {
            begin(now);
        }
        if (++lines > MAX_LINES_PER_SECOND) {
            unprinted++;
            return;
        }
        out.printf(
                "%s %s%n",
                LocalTime.now(ZoneId.systemDefault()).format(TIME), String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private void begin(final long now) {
        if (unprinted > 0) {
            out.printf("(and %d more such lines; %d here)%n", unprinted, here);
        }
        second = now;
        lines = 0;
        unprinted = 0;
    }

    private static String reason(final Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
