package io.sctp.bench;

/** The exit statuses of every command; scripts rely on them. */
final class ExitCode {
    /** Success. */
    static final int OK = 0;
    /** The run failed or is invalid, or (compare) a regression was found. */
    static final int FAILED = 1;
    /** The command line is invalid, or (compare) the runs cannot be compared. */
    static final int USAGE = 2;
    /** This machine lacks the SCTP provider that was asked for: EX_UNAVAILABLE of sysexits(3). */
    static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
