package io.sctp.engine.association;

import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;

/** The associations that have something to send, have events for their users, or have a running timer. */
final class WorkLists {
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private Tcb firstToSend;
    private Tcb lastToSend;
    private Tcb firstWithEvents;
    private Tcb lastWithEvents;

    DeadlineHeap deadlines() {
        return deadlines;
    }

    /** Adds an association to those that the next poll for packets visits, and files its earliest deadline. */
    void wantsToSend(final Tcb association) {
        if (!association.isListedToSend) {
            association.isListedToSend = true;
            association.nextToSend = null;
            if (lastToSend == null) {
                firstToSend = association;
            } else {
                lastToSend.nextToSend = association;
            }
            lastToSend = association;
        }
    }

    Tcb firstToSend() {
        return firstToSend;
    }

    void removeFirstToSend() {
        final Tcb first = firstToSend;
        firstToSend = first.nextToSend;
        if (firstToSend == null) {
            lastToSend = null;
        }
        first.nextToSend = null;
        first.isListedToSend = false;
    }

    void hasEvents(final Tcb association) {
        if (!association.isListedWithEvents) {
            association.isListedWithEvents = true;
            association.nextWithEvents = null;
            if (lastWithEvents == null) {
                firstWithEvents = association;
            } else {
                lastWithEvents.nextWithEvents = association;
            }
            lastWithEvents = association;
        }
    }

    Tcb takeWithEvents() {
        final Tcb first = firstWithEvents;
        if (first != null) {
            firstWithEvents = first.nextWithEvents;
            if (firstWithEvents == null) {
                lastWithEvents = null;
            }
            first.nextWithEvents = null;
            first.isListedWithEvents = false;
        }
        return first;
    }

    /** Files an association's earliest deadline if it is before the filed one. */
    void fileDeadline(final Tcb association) {
        final long earliestNs = association.timers.earliestNs();
        if (earliestNs < association.deadlineNs()) {
            deadlines.update(association, earliestNs);
        }
    }

    /** Returns the earliest time at which a timer may expire, or {@link Timers#NONE}. */
    long nextTimeoutNs() {
        final DeadlineHeap.Entry first = deadlines.first();
        return first == null ? Timers.NONE : first.deadlineNs();
    }
}
