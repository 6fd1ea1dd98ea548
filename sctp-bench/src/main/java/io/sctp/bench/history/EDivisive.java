package io.sctp.bench.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * E-Divisive (Matteson and James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data",
 * 2014), for one variable and with exponent 1. A segment is split where the energy distance between what is before and
 * what is after is greatest; the split is a change point if hardly any shuffling of the segments has one as great.
 *
 * <p>The distance of n values x before a point to m values y after it is {@code Q = n·m / (n + m) · E}, where E is
 * twice the mean of |x - y| over all pairs of both, less the mean of |x - x'| and that of |y - y'| over all pairs of
 * one. What is after may end before the segment does, so that a change that is taken back is found.
 */
public final class EDivisive {
    /** The significance level: the share of shuffled series without a change in which one is found. */
    public static final double LEVEL = 0.000_2;

    /** The minimum number of values of a segment. */
    public static final int MIN_SEGMENT = 3;

    /** The number of shuffles. With this many, the level is met if at most one has as great a distance. */
    static final int SHUFFLINGS = 9_999;

    /** A fixed seed, so that the same values always have the same change points. */
    private static final long SEED = 20_140_301;

    /** A tolerance: sums of the same values in another order differ by less. */
    private static final double ROUNDING = 1e-9;

    private final int shufflings;
    private final double level;
    private final SplittableRandom random = new SplittableRandom(SEED);
    /** For each index: the sum of the distances of all pairs of values from the start of the segment to it. */
    private final double[] whole;
    /** For each index: the same sum for the values from it on. */
    private final double[] after;
    /** The sum before each index, divided by the number of values minus one. */
    private final double[] before;

    private EDivisive(final int length, final int shufflings, final double level) {
        this.shufflings = shufflings;
        this.level = level;
        whole = new double[length + 1];
        after = new double[length + 1];
        before = new double[length + 1];
    }

    /**
     * A change point.
     *
     * @param index of the first value after it
     * @param distance the energy distance between what is before and what is after
     * @param pValue how often shuffled values have one as great
     */
    public record ChangePoint(int index, double distance, double pValue) {}

    /** Where a segment splits best. */
    private record Split(int index, double distance) {}

    /** The change points of a series, in its order. */
    public static List<ChangePoint> changePoints(final double[] values) {
        return changePoints(values, SHUFFLINGS, LEVEL);
    }

    static List<ChangePoint> changePoints(final double[] values, final int shufflings, final double level) {
        final List<ChangePoint> found = new EDivisive(values.length, shufflings, level).divide(values);
        found.sort((a, b) -> Integer.compare(a.index(), b.index()));
        return found;
    }

    /** Returns the greatest distance of any split of these values, and its index; index 0 if there is none. */
    static ChangePoint bestSplit(final double[] values) {
        final Split split = new EDivisive(values.length, 0, 1).best(values, 0, values.length);
        return new ChangePoint(split.index(), split.distance(), 1);
    }

    private List<ChangePoint> divide(final double[] values) {
        final List<ChangePoint> found = new ArrayList<>();
        final List<Integer> ends = new ArrayList<>(List.of(0, values.length));
        while (true) {
            final Split split = bestOfAll(values, ends);
            if (split.distance() <= 0) {
                return found;
            }
            final double pValue = pValue(values, ends, split.distance());
            if (pValue > level) {
                return found;
            }
            found.add(new ChangePoint(split.index(), split.distance(), pValue));
            ends.add(split.index());
            ends.sort(null);
        }
    }

    /** The share of shuffles within segments that split as well. Stops early once it exceeds the level. */
    private double pValue(final double[] values, final List<Integer> ends, final double distance) {
        final double[] shuffled = values.clone();
        int asGreat = 0;
        for (int i = 0; i < shufflings; i++) {
            for (int segment = 1; segment < ends.size(); segment++) {
                shuffle(shuffled, ends.get(segment - 1), ends.get(segment));
            }
            if (bestOfAll(shuffled, ends).distance() >= distance * (1 - ROUNDING)) {
                asGreat++;
                if (part(asGreat) > level) {
                    break;
                }
            }
        }
        return part(asGreat);
    }

    /** The original order counts as one of the shuffles. */
    private double part(final int asGreat) {
        return (asGreat + 1.0) / (shufflings + 1.0);
    }

    private void shuffle(final double[] values, final int from, final int to) {
        for (int i = to - 1; i > from; i--) {
            final int other = from + random.nextInt(i - from + 1);
            final double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    private Split bestOfAll(final double[] values, final List<Integer> ends) {
        Split best = new Split(0, 0);
        for (int segment = 1; segment < ends.size(); segment++) {
            final Split split = best(values, ends.get(segment - 1), ends.get(segment));
            if (split.distance() > best.distance()) {
                best = split;
            }
        }
        return best;
    }

    /** Sums are updated value by value, so each pair of split and end takes constant time. */
    private Split best(final double[] values, final int from, final int to) {
        double greatest = 0;
        int at = 0;
        whole[from] = 0;
        for (int end = from; end < to; end++) {
            final double added = values[end];
            after[end] = 0;
            double distances = 0;
            for (int i = end - 1; i >= from; i--) {
                distances += Math.abs(added - values[i]);
                after[i] += distances;
            }
            whole[end + 1] = whole[end] + distances;
            before[end + 1] = end == from ? 0 : whole[end + 1] / (end - from);
            final int count = end + 1 - from;
            for (int split = from + MIN_SEGMENT; split <= end + 1 - MIN_SEGMENT; split++) {
                final int first = split - from;
                final int second = count - first;
                final double between = whole[end + 1] - whole[split] - after[split];
                final double distance =
                        2 * (between - second * before[split] - first * after[split] / (second - 1)) / count;
                if (distance > greatest) {
                    greatest = distance;
                    at = split;
                }
            }
        }
        return new Split(at, greatest);
    }
}
