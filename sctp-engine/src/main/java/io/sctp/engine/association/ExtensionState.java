package io.sctp.engine.association;

import io.sctp.engine.EngineHandler;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an {@link Extension} keeps of one association. */
public abstract class ExtensionState {
    /** An event for the user, told later. */
    public interface Told {
        void tell(EngineHandler handler, Tcb association);
    }

    private final Deque<Told> told = new ArrayDeque<>(2);

    /** Adds an event for the user; {@link Events#EXTENSIONS} is to be raised, too. */
    public final void tell(final Told event) {
        told.add(event);
    }

    /** Returns how many events wait; while there are many, the peer's requests wait too. */
    public final int toldCount() {
        return told.size();
    }

    /** Tells the user of all events. */
    final void deliver(final EngineHandler handler, final Tcb association) {
        while (!told.isEmpty()) {
            told.remove().tell(handler, association);
        }
    }
}
