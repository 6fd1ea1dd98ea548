package io.sctp.engine.mark;

import io.sctp.engine.association.ExtensionState;
import io.sctp.engine.path.TransportPath;
import java.util.Arrays;

/** What one association has been asked, and has asked on each of its paths. */
final class MarkState extends ExtensionState {
    static final int NO_PATH = -1;

    /** The index of the path on which the peer has asked, or {@link #NO_PATH}. */
    int askedOn = NO_PATH;

    /** By the index of the path. */
    private PathQuestions[] questions = {};

    /** Returns the questions on a path. A path that was given the index of another one begins anew. */
    PathQuestions questions(final TransportPath path) {
        if (path.index() >= questions.length) {
            questions = Arrays.copyOf(questions, path.index() + 1);
        }
        if (questions[path.index()] == null || !questions[path.index()].isOf(path)) {
            questions[path.index()] = new PathQuestions(path);
        }
        return questions[path.index()];
    }

    void forget() {
        askedOn = NO_PATH;
        questions = new PathQuestions[0];
    }
}
