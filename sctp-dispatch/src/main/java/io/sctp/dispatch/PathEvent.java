package io.sctp.dispatch;

import io.sctp.SctpNotification;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A path changed its state; recorded for channels subscribed to such changes. */
@Name("io.sctp.PathChange")
@Label("Path Change")
@Category("SCTP")
@StackTrace(false)
final class PathEvent extends Event {
    @Label("Association")
    int association;

    @Label("Address")
    String address;

    @Label("Change")
    String change;

    static void emit(final SctpNotification.PeerAddressChange notification) {
        final PathEvent event = new PathEvent();
        if (event.shouldCommit()) {
            event.association = notification.association();
            event.address = String.valueOf(notification.address());
            event.change = notification.change().name();
            event.commit();
        }
    }
}
