package io.sctp.script;

/**
 * The outcome of a script.
 *
 * @param script the script
 * @param failure what the system did instead, or null if it did what the script expects
 */
record Verdict(Script script, String failure) {
    boolean passed() {
        return failure == null;
    }
}
