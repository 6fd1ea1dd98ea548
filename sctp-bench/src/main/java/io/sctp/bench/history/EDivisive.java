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
    /** Of all shufflings of values that do not change, the part in which a change point is found. */
    public static final double LEVEL = 0.000_2;

    /** Fewer values make no segment. */
    public static final int MIN_SEGMENT = 3;

    /** With so many the level is met if at most one has as great a distance. */
    static final int SHUFFLINGS = 9_999;

    /** The same values always have the same change points. */
    private static final long SEED = 20_140_301;

    /** Sums of the same values in another order differ by less. */
    private static final double ROUNDING = 1e-9;

    private final int shufflings;
    private final double level;
    private final SplittableRandom random = new SplittableRandom(SEED);
    /** Of the values from the segment's begin to each index: the sum of the distances of all pairs of them. */
    private final double[] whole;
    /** Of the values from each index on: likewise. */
    private final double[] after;
    /** The sum before each index by the number of the values less one. */
    private final double[] before;

    private EDivisive(final int length, final int shufflings, final double level) {
        this.shufflings = shufflings;
        this.level = level;
        whole = new double[length + 1];
        after = new double[length + 1];
        before = new double[length + 1];
    }

    /**
     * A change.
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

    /** The greatest distance that any split of these values has, and where; an index of 0 if there is none. */
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

    /** How often values that are shuffled within their segments split as well; more than the level if that is clear. */
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

    /** The values themselves are one of the orders in which they might have come. */
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

    /** Sums grow value by value, so that all pairs of splits and ends take a step each. */
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
