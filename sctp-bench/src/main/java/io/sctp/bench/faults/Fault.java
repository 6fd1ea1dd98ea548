package io.sctp.bench.faults;

import java.time.Duration;

/**
 * A fault to plant.
 *
 * @param text as it was given, such as {@code loss=10%@3s+2s}
 * @param kind what happens
 * @param loss probability that a packet is lost; 0 unless the kind is {@link Kind#LOSS}
 * @param delay of each packet; zero unless the kind is {@link Kind#DELAY}
 * @param from when it begins, counted from the start of the measurement
 * @param duration how long it lasts; zero for {@link Kind#KILL}, which is for ever
 */
public record Fault(String text, Kind kind, double loss, Duration delay, Duration from, Duration duration) {
    /** What can happen. */
    public enum Kind {
        /** Every packet is dropped, and nobody is told, as on a cable that was pulled at a router far away. */
        DOWN,
        /** Some packets are lost. */
        LOSS,
        /** Packets arrive later. */
        DELAY,
        /** The peer aborts its associations and is gone. */
        KILL
    }

    /** Checks that the fault does something. */
    public Fault {
        if (kind != Kind.KILL && duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' takes no time");
        }
        if ((kind == Kind.LOSS && loss == 0) || (kind == Kind.DELAY && delay.isZero())) {
            throw new IllegalArgumentException("'" + text + "' changes nothing");
        }
    }

    /** When it ends, counted from the start of the measurement. */
    public Duration until() {
        return from.plus(duration);
    }
}
