package io.sctp.dispatch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Reading was stopped. */
@Name("io.sctp.Stall")
@Label("Dispatcher Stall")
@Category("SCTP")
@StackTrace(false)
@Description(
        "No slot was free, or no memory for large messages, so that nothing was read and the receive windows closed")
final class StallEvent extends Event {
    @Label("Slots")
    int slots;
}
