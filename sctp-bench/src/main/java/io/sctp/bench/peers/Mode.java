package io.sctp.bench.peers;

import java.util.Arrays;
import java.util.List;

/** What is measured. */
enum Mode {
    /** As many messages as possible, from one end to the other. */
    ONE_WAY("one-way"),
    /** One message at a time, there and back. */
    ROUND_TRIP("round-trip");

    private final String label;

    Mode(final String label) {
        this.label = label;
    }

    /** Its name on command lines and in results. */
    String label() {
        return label;
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Mode::label).toList();
    }

    static Mode of(final String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no mode '" + label + "'; there are: " + String.join(", ", labels())));
    }
}
