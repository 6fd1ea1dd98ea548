package io.sctp.engine.association;

import io.sctp.engine.EngineHandler;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an {@link Extension} keeps of one association. */
abstract class ExtensionState {
    /** An event for the user, told later. */
    interface Told {
        void tell(EngineHandler handler, Tcb association);
    }

    /** Events that wait; while there are many, the peer's requests wait too. */
    final Deque<Told> told = new ArrayDeque<>(2);
}
