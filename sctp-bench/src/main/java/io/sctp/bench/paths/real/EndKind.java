package io.sctp.bench.paths.real;

/** What is at an end of the path. */
enum EndKind {
    USRSCTP("usrsctp"),
    OURS("ours");

    private final String label;

    EndKind(final String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
