package io.sctp.dispatch;

import io.sctp.SctpNotification;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An association began or ended. */
@Name("io.sctp.AssociationChange")
@Label("Association Change")
@Category("SCTP")
@StackTrace(false)
final class AssociationEvent extends Event {
    @Label("Association")
    int association;

    @Label("Change")
    String change;

    @Label("Error")
    int error;

    static void emit(final SctpNotification.AssociationChange notification) {
        final AssociationEvent event = new AssociationEvent();
        if (event.shouldCommit()) {
            event.association = notification.association();
            event.change = notification.change().name();
            event.error = notification.error();
            event.commit();
        }
    }
}
