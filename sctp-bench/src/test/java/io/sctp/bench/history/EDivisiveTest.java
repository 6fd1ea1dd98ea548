package io.sctp.bench.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.history.EDivisive.ChangePoint;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EDivisiveTest {
    private static final double CLOSE = 1e-9;

    /** The formula of Matteson and James, word by word, for every split and every end. */
    private static ChangePoint literally(final double[] z) {
        double greatest = 0;
        int at = 0;
        for (int end = 1; end <= z.length; end++) {
            for (int split = EDivisive.MIN_SEGMENT; split <= end - EDivisive.MIN_SEGMENT; split++) {
                final double[] x = Arrays.copyOfRange(z, 0, split);
                final double[] y = Arrays.copyOfRange(z, split, end);
                final double n = x.length;
                final double m = y.length;
                final double e = 2 / (n * m) * between(x, y) - within(x) / choose2(n) - within(y) / choose2(m);
                final double q = n * m / (n + m) * e;
                if (q > greatest * (1 + CLOSE)) {
                    greatest = q;
                    at = split;
                }
            }
        }
        return new ChangePoint(at, greatest, 1);
    }

    private static double between(final double[] x, final double[] y) {
        double sum = 0;
        for (final double first : x) {
            for (final double second : y) {
                sum += Math.abs(first - second);
            }
        }
        return sum;
    }

    private static double within(final double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            for (int k = i + 1; k < x.length; k++) {
                sum += Math.abs(x[i] - x[k]);
            }
        }
        return sum;
    }

    private static double choose2(final double n) {
        return n * (n - 1) / 2;
    }

    @Test
    void shouldSplitWhereTheFormulaDoes() {
        final Random random = new Random(1);
        for (int series = 0; series < 300; series++) {
            final int length = random.nextInt(40);
            final boolean ties = random.nextBoolean();
            final int step = random.nextInt(length + 1);
            final double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                final double value = 100 + random.nextGaussian() + (i < step ? 0 : 2);
                values[i] = ties ? Math.rint(value) : value;
            }
            final ChangePoint literal = literally(values);
            final ChangePoint fast = EDivisive.bestSplit(values);
            assertEquals(literal.distance(), fast.distance(), CLOSE, () -> Arrays.toString(values));
            // Of two splits with the same distance, rounding may choose either.
            if (!ties) {
                assertEquals(literal.index(), fast.index(), () -> Arrays.toString(values));
            }
        }
    }

    @Test
    void shouldFindEachStepWhereItIs() {
        assertEquals(List.of(40), indices(series(2, 40, 0.0, 40, 10.0)));
        assertEquals(List.of(30, 60), indices(series(3, 30, 0.0, 30, 10.0, 30, 25.0)));
        assertEquals(List.of(25, 50, 75), indices(series(4, 25, 0.0, 25, 10.0, 25, 0.0, 25, -10.0)));
    }

    /** Both halves have the same values then, and only what ends before the segment does shows the change. */
    @Test
    void shouldFindAChangeThatIsTakenBack() {
        assertEquals(List.of(40, 48), indices(series(5, 40, 0.0, 8, 10.0, 40, 0.0)));
    }

    @Test
    void shouldFindAChangeOfTheSpreadAlone() {
        final double[] values = series(6, 60, 0.0, 60, 0.0);
        for (int i = 60; i < values.length; i++) {
            values[i] *= 12;
        }
        final List<Integer> found = indices(values);
        assertEquals(1, found.size(), found::toString);
        assertEquals(60, found.get(0), 3);
    }

    /** By the instruction clock all nights may be equal. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 7, 100})
    void shouldFindNothingWhereNothingChanges(final int nights) {
        final double[] values = new double[nights];
        Arrays.fill(values, 72_959);
        assertEquals(List.of(), indices(values));
    }

    /** One such series in five thousand may have a change; more than four of 2,000 have a chance of 1 in 16,000. */
    @Test
    void shouldKeepItsLevelWhereThereIsOnlyNoise() {
        final Random random = new Random(7);
        int found = 0;
        for (int series = 0; series < 2_000; series++) {
            found += indices(random.doubles(20).toArray()).isEmpty() ? 0 : 1;
        }
        assertTrue(found <= 4, "changes in " + found + " of 2,000 series of noise");
    }

    /** A test of order needs values: few of them have too few orders. The documents say so. */
    @ParameterizedTest
    @CsvSource({"5, 0", "20, 4", "60, 3"})
    void shouldFindAClearStepAsSoonAsTheNightsBeforeItAllow(final int quiet, final int nights) {
        int soonest = 0;
        for (int after = 1; after <= 5 && soonest == 0; after++) {
            soonest = indices(series(10, quiet, 0.0, after, 50.0)).equals(List.of(quiet)) ? after : 0;
        }
        assertEquals(nights, soonest);
    }

    @Test
    void shouldSayTheSameOfTheSameValues() {
        final double[] values = series(8, 20, 0.0, 20, 1.2);
        assertEquals(EDivisive.changePoints(values), EDivisive.changePoints(values.clone()));
    }

    @Test
    void shouldCountTheOrderThatCameAmongThoseThatMight() {
        final List<ChangePoint> found = EDivisive.changePoints(series(9, 40, 0.0, 40, 100.0));
        assertEquals(1.0 / (EDivisive.SHUFFLINGS + 1), found.get(0).pValue(), 1e-12);
    }

    /** Noise around levels, given as a length and a level each. */
    private static double[] series(final long seed, final double... lengthsAndLevels) {
        final Random random = new Random(seed);
        double[] values = {};
        for (int i = 0; i < lengthsAndLevels.length; i += 2) {
            final int from = values.length;
            values = Arrays.copyOf(values, from + (int) lengthsAndLevels[i]);
            for (int k = from; k < values.length; k++) {
                values[k] = lengthsAndLevels[i + 1] + random.nextGaussian();
            }
        }
        return values;
    }

    private static List<Integer> indices(final double[] values) {
        return EDivisive.changePoints(values).stream().map(ChangePoint::index).toList();
    }
}
