package io.sctp.script;

/** The system under test did something else than the script expects. */
final class ScriptFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptFailure(final String message) {
        super(message);
    }
}
