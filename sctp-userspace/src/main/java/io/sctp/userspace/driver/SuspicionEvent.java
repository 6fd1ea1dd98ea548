package io.sctp.userspace.driver;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A counter of refused, dropped, forged or evicted packets or associations has changed within a second. */
@Name("io.sctp.Suspicion")
@Label("Suspicious Packets")
@Category("SCTP")
@StackTrace(false)
@Description("Packets or associations refused, dropped, considered forged or evicted by a thread within a second")
public final class SuspicionEvent extends Event {
    @Label("Thread")
    String driver;

    @Label("Counter")
    String counter;

    @Label("Count")
    @Description("How many within the last second")
    long count;

    @Label("Total")
    long total;

    static void record(final String driver, final String counter, final long count, final long total) {
        final SuspicionEvent event = new SuspicionEvent();
        if (event.isEnabled()) {
            event.driver = driver;
            event.counter = counter;
            event.count = count;
            event.total = total;
            event.commit();
        }
    }
}
