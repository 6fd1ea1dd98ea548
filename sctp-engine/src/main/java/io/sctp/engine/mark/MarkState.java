package io.sctp.engine.mark;

import io.sctp.engine.association.ExtensionState;

/** The questions of one association that wait, and when the next may be asked. */
final class MarkState extends ExtensionState {
    static final int NO_PATH = -1;

    /** The index of the path on which the peer has asked, or {@link #NO_PATH}. */
    int askedOn = NO_PATH;

    /** When the next question may go, and how long after it another. */
    long nextQuestionNs;

    long intervalNs;
}
