package io.sctp.engine.association;

import io.sctp.engine.EngineHandler;
import java.util.ArrayDeque;
import java.util.Deque;

/** The state that an {@link Extension} keeps for one association. */
public abstract class ExtensionState {
    /** An event for the user, delivered later. */
    public interface Told {
        void tell(EngineHandler handler, Tcb association);
    }

    private final Deque<Told> told = new ArrayDeque<>(2);

    /** Adds an event for the user. The caller raises {@link Events#EXTENSIONS}. */
    public final void tell(final Told event) {
        told.add(event);
    }

    /** Returns the number of waiting events. While there are many, requests of the peer wait. */
    public final int toldCount() {
        return told.size();
    }

    /** Delivers all waiting events to the user. */
    final void deliver(final EngineHandler handler, final Tcb association) {
        while (!told.isEmpty()) {
            told.remove().tell(handler, association);
        }
    }
}
