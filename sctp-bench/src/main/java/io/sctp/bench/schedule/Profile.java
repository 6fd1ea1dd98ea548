package io.sctp.bench.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate that changes over time: stretches in which it is constant, or rises or falls linearly. The profile repeats.
 *
 * @param text as it was given
 * @param stretches one after the other
 */
public record Profile(String text, List<Stretch> stretches) {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{1,9}(?:\\.\\d{1,9})?)(?:-(\\d{1,9}(?:\\.\\d{1,9})?))?@(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * One stretch.
     *
     * @param fromRate messages per second at its start
     * @param toRate messages per second at its end
     * @param seconds its duration
     */
    public record Stretch(double fromRate, double toRate, double seconds) {
        /** The number of messages from its start to a time in it. */
        double messages(final double atSeconds) {
            return fromRate * atSeconds + (toRate - fromRate) * atSeconds * atSeconds / (2 * seconds);
        }

        double messages() {
            return messages(seconds);
        }

        /** The time at which this many messages are reached; the stretch must have that many. */
        double secondsOf(final double messages) {
            final double slope = (toRate - fromRate) / seconds;
            // The usual formula for the root would lose all precision if the slope is almost zero.
            final double root = Math.sqrt(Math.max(0, fromRate * fromRate + 2 * slope * messages));
            return messages == 0 ? 0 : 2 * messages / (fromRate + root);
        }
    }

    /**
     * Reads stretches such as {@code 1000@10s} or {@code 1000-5000@10s}, separated by commas or white space.
     *
     * @throws IllegalArgumentException if the syntax is wrong, or all of them together have no message
     */
    public static Profile parse(final String text) {
        final List<Stretch> stretches = new ArrayList<>();
        for (final String part : text.strip().split("[,\\s]+", -1)) {
            final Matcher matcher = FORM.matcher(part);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + part
                        + "' is not of the form RATE@TIME or FROM-TO@TIME, such as 1000@10s or 1000-5000@10s");
            }
            final double from = Double.parseDouble(matcher.group(1));
            final double to = matcher.group(2) == null ? from : Double.parseDouble(matcher.group(2));
            final double seconds = Double.parseDouble(matcher.group(3))
                    * switch (matcher.group(4)) {
                        case "ms" -> 1e-3;
                        case "s" -> 1;
                        case "m" -> 60;
                        default -> 3_600;
                    };
            if (seconds == 0) {
                throw new IllegalArgumentException("'" + part + "' takes no time");
            }
            stretches.add(new Stretch(from, to, seconds));
        }
        final Profile profile = new Profile(text.strip().replaceAll("[,\\s]+", ","), List.copyOf(stretches));
        if (profile.messages() == 0) {
            throw new IllegalArgumentException("'" + profile.text() + "' has no message");
        }
        return profile;
    }

    /** Messages per second, on average over all of it. */
    public double meanRate() {
        return messages() / seconds();
    }

    /** The number of messages, with its fraction, at a time after the start. */
    double messagesAt(final double timeNs) {
        final double time = timeNs / NANOS_PER_SECOND;
        final double rounds = Math.floor(time / seconds());
        double left = time - rounds * seconds();
        double count = rounds * messages();
        for (final Stretch stretch : stretches) {
            if (left <= stretch.seconds()) {
                return count + stretch.messages(Math.max(0, left));
            }
            count += stretch.messages();
            left -= stretch.seconds();
        }
        return count;
    }

    /** The time at which this many messages are reached, in nanoseconds after the start. */
    double timeNsOf(final double messages) {
        final double rounds = Math.floor(messages / messages());
        double left = messages - rounds * messages();
        double time = rounds * seconds();
        for (final Stretch stretch : stretches) {
            // A message at the very end of an empty stretch is due when the next one begins.
            if (left < stretch.messages()) {
                return (time + stretch.secondsOf(left)) * NANOS_PER_SECOND;
            }
            left -= stretch.messages();
            time += stretch.seconds();
        }
        return time * NANOS_PER_SECOND;
    }

    private double messages() {
        return stretches.stream().mapToDouble(Stretch::messages).sum();
    }

    private double seconds() {
        return stretches.stream().mapToDouble(Stretch::seconds).sum();
    }
}
