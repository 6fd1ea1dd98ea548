package io.sctp.bench.capacity;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds the highest rate that holds. Doubles or halves the rate until one rate holds and another does not, bisects the
 * interval between them, and then tries both ends several times, because a single trial may be luck.
 */
public final class CapacitySearch {
    private static final double MIN_RATE = 1;
    private static final double MAX_RATE = 1e8;
    /** How often an end with inconsistent trials is moved. */
    private static final int MAX_MOVES = 6;

    private final double precision;
    private final int repeats;
    private final Trial trial;
    private final List<Probe> probes = new ArrayList<>();

    /**
     * Prepares a search.
     *
     * @param precision the relative distance of the two ends at which the search stops, such as 0.05
     * @param repeats how often each end is tried
     */
    public CapacitySearch(final double precision, final int repeats, final Trial trial) {
        this.precision = precision;
        this.repeats = repeats;
        this.trial = trial;
    }

    /** Runs a load at a given rate. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Runs the command.
         *
         * @return whether it held; null if the user has ended the search
         */
        Boolean holdsAt(double rate) throws IOException, InterruptedException;
    }

    /**
     * The result of a search.
     *
     * @param lower the highest rate at which every trial held; rates that were tried often enough are preferred
     * @param upper the lowest rate above that at which no trial held, with the same preference
     * @param finished whether the search was completed
     */
    public record Found(OptionalDouble lower, OptionalDouble upper, boolean finished) {}

    private record Probe(double rate, boolean held) {}

    /** Ends the search at the user's request. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Searches, beginning with a rate. */
    public Found from(final double start) throws IOException, InterruptedException {
        try {
            search(start);
            return found(true);
        } catch (final Stopped e) {
            return found(false);
        }
    }

    private void search(final double start) throws IOException, InterruptedException, Stopped {
        double good = start;
        double bad = start;
        if (holds(start)) {
            do {
                good = bad;
                bad *= 2;
                if (bad > MAX_RATE) {
                    return;
                }
            } while (holds(bad));
        } else {
            do {
                bad = good;
                good /= 2;
                if (good < MIN_RATE) {
                    return;
                }
            } while (!holds(good));
        }
        while (bad / good > 1 + precision) {
            final double middle = round(Math.sqrt(good * bad));
            if (middle <= good || middle >= bad) {
                break;
            }
            if (holds(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        settle(good, true);
        settle(bad, false);
    }

    /** Tries one end until all of its trials agree. While they do not, moves it away from the other end. */
    private void settle(final double end, final boolean held) throws IOException, InterruptedException, Stopped {
        double rate = end;
        for (int move = 0; move < MAX_MOVES && !agrees(rate, held); move++) {
            rate = round(held ? rate / (1 + precision) : rate * (1 + precision));
            if (rate < MIN_RATE || rate > MAX_RATE) {
                return;
            }
        }
    }

    private boolean agrees(final double rate, final boolean held) throws IOException, InterruptedException, Stopped {
        while (count(rate, true) + count(rate, false) < repeats && count(rate, !held) == 0) {
            holds(rate);
        }
        return count(rate, !held) == 0;
    }

    private boolean holds(final double rate) throws IOException, InterruptedException, Stopped {
        final Boolean held = trial.holdsAt(rate);
        if (held == null) {
            throw new Stopped();
        }
        probes.add(new Probe(rate, held));
        return held;
    }

    private long count(final double rate, final boolean held) {
        return probes.stream()
                .filter(probe -> probe.rate() == rate && probe.held() == held)
                .count();
    }

    private Found found(final boolean finished) {
        final OptionalDouble sure = lower(repeats);
        final OptionalDouble lower = sure.isPresent() ? sure : lower(1);
        final OptionalDouble certain = upper(lower.orElse(0), repeats);
        return new Found(lower, certain.isPresent() ? certain : upper(lower.orElse(0), 1), finished);
    }

    /** The highest rate that held at least this often and never failed. */
    private OptionalDouble lower(final int trials) {
        return probes.stream()
                .mapToDouble(Probe::rate)
                .filter(rate -> count(rate, false) == 0 && count(rate, true) >= trials)
                .max();
    }

    /** The lowest rate above another that failed at least this often and never held. */
    private OptionalDouble upper(final double above, final int trials) {
        return probes.stream()
                .mapToDouble(Probe::rate)
                .filter(rate -> rate > above && count(rate, true) == 0 && count(rate, false) >= trials)
                .min();
    }

    /** Rounds to three digits, the accuracy of such a figure. */
    private static double round(final double rate) {
        final double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(rate)) - 2));
        return Math.max(MIN_RATE, Math.round(rate / unit) * unit);
    }
}
