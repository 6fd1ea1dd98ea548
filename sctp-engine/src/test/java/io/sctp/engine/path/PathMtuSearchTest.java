package io.sctp.engine.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.path.PathMtuSearch.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for a path's MTU (RFC 8899 sections 5.2 and 5.3). */
final class PathMtuSearchTest {
    private static final long RAISE_NS = 600_000_000_000L;
    private static final int MOST_PROBES = 100;

    private final PathMtuSearch search = new PathMtuSearch(65_000, RAISE_NS);
    private int lost;

    /**
     * Answers probes that are not longer than a path carries, until the search is complete; returns how many it took.
     */
    private int converge(final int carries) {
        int probes = 0;
        while (search.isProbing() && search.phase() != Phase.ERROR) {
            probes++;
            assertTrue(probes < MOST_PROBES, "the search does not end");
            assertTrue(search.isDue(), "a probe is wanted");
            search.onSent(probes);
            assertEquals(0, search.probeSize() % 4, "packets of SCTP are multiples of four bytes");
            if (search.probeSize() <= carries) {
                search.onAnswered();
            } else {
                lost++;
                search.onUnanswered();
            }
        }
        return probes;
    }

    @Test
    void shouldBeginWithTheBaseAndNotBeCertainOfIt() {
        assertEquals(Phase.DISABLED, search.phase());
        assertFalse(search.isProbing());
        search.start();
        assertEquals(Phase.BASE, search.phase());
        assertEquals(1200, search.size());
        assertEquals(1200, search.probeSize());
        assertFalse(search.isCertain());
        search.onSent(1);
        search.onAnswered();
        assertEquals(Phase.SEARCH, search.phase());
        assertTrue(search.isCertain());
    }

    @ParameterizedTest(name = "{0} bytes in {1} probes, {2} of them lost")
    @CsvSource({"1252, 9, 6", "1452, 12, 3", "1472, 17, 6", "8972, 19, 6", "1232, 5, 3", "65000, 14, 0", "1200, 4, 3"})
    void shouldFindTheSizesOfNetworksWithFewProbes(final int carries, final int probes, final int unanswered) {
        search.start();
        assertEquals(probes, converge(carries), "probes");
        assertEquals(unanswered, lost, "lost probes");
        assertEquals(Phase.COMPLETE, search.phase());
        assertEquals(carries, search.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1204, 1260, 1300, 1348, 1500, 2000, 4000, 8900, 9216, 20_000, 64_996})
    void shouldFindAnyOtherSizeToWithin32Bytes(final int carries) {
        search.start();
        final int probes = converge(carries);
        assertTrue(
                search.size() <= carries && search.size() > carries - 32, carries + " is taken for " + search.size());
        assertTrue(probes < 50, probes + " probes");
    }

    @Test
    void shouldGoNoFurtherThanItMay() {
        final PathMtuSearch bounded = new PathMtuSearch(1300, RAISE_NS);
        bounded.start();
        while (bounded.isProbing()) {
            assertTrue(bounded.probeSize() <= 1300, "probed with " + bounded.probeSize());
            bounded.onSent(1);
            bounded.onAnswered();
        }
        assertEquals(1300, bounded.size());
        assertFalse(bounded.isResting(), "there is nothing to raise");
    }

    @Test
    void shouldBeginLowerThanTheBaseWhereThatIsTheMost() {
        final PathMtuSearch small = new PathMtuSearch(600, RAISE_NS);
        small.start();
        assertEquals(600, small.size());
        assertEquals(600, small.probeSize());
    }

    /** MAX_PROBES: a probe may be lost for other reasons. */
    @Test
    void shouldTryASizeThreeTimes() {
        search.start();
        for (int i = 0; i < 2; i++) {
            search.onSent(1);
            search.onUnanswered();
            assertEquals(1200, search.probeSize());
            assertEquals(Phase.BASE, search.phase());
        }
        search.onSent(1);
        search.onAnswered();
        assertEquals(Phase.SEARCH, search.phase());
        assertEquals(1232, search.probeSize());
    }

    /** Section 5.2: the error phase goes on with the smallest size, and tries the base, less and less often. */
    @Test
    void shouldGoOnWithTheSmallestSizeWhereTheBaseDoesNotPass() {
        search.start();
        for (int i = 0; i < 3; i++) {
            search.onSent(1);
            search.onUnanswered();
        }
        assertEquals(Phase.ERROR, search.phase());
        assertEquals(512, search.size());
        assertFalse(search.isCertain());
        assertEquals(1, search.patience());
        for (int i = 0; i < 12; i++) {
            assertTrue(search.isDue());
            assertEquals(1200, search.probeSize());
            search.onSent(1);
            search.onUnanswered();
        }
        assertEquals(512, search.patience());
        search.onSent(1);
        search.onAnswered();
        assertEquals(Phase.SEARCH, search.phase());
        assertEquals(1200, search.size());
        assertEquals(1, search.patience());
    }

    /** Section 4.3. */
    @Test
    void shouldConfirmItsSizeWhenDataIsLostAndGoOnWhereItWas() {
        search.start();
        converge(1472);
        search.suspect();
        assertFalse(search.isCertain(), "in doubt");
        assertEquals(1472, search.probeSize());
        assertEquals(1472, search.size(), "nothing is proved yet");
        search.onSent(1);
        search.onAnswered();
        assertEquals(Phase.COMPLETE, search.phase());
        assertTrue(search.isCertain());
        assertTrue(search.isResting());
        assertEquals(1472, search.size());
    }

    @Test
    void shouldLeaveABlackHole() {
        search.start();
        converge(8972);
        search.suspect();
        for (int i = 0; i < 3; i++) {
            assertEquals(8972, search.size());
            search.onSent(1);
            search.onUnanswered();
        }
        assertEquals(Phase.BASE, search.phase());
        assertEquals(1200, search.size());
        converge(1252);
        assertEquals(1252, search.size());
    }

    @Test
    void shouldNotTakeAnErrorForTheEnd() {
        search.start();
        converge(1200);
        search.suspect();
        for (int i = 0; i < 3; i++) {
            search.onSent(1);
            search.onUnanswered();
        }
        assertEquals(Phase.ERROR, search.phase(), "the base itself is a black hole");
        search.onSent(1);
        search.onAnswered();
        converge(1472);
        assertEquals(1472, search.size());
    }

    /** PMTU_RAISE_TIMER. */
    @Test
    void shouldFindMoreWhenThePathCarriesMore() {
        search.start();
        converge(1252);
        assertTrue(search.isResting());
        search.raise();
        assertEquals(Phase.SEARCH, search.phase());
        assertTrue(search.isCertain(), "what is known stays known");
        converge(8972);
        assertEquals(8972, search.size());
    }

    @Test
    void shouldBeginAnewWhenThePathComesBack() {
        search.start();
        converge(1472);
        search.suspend();
        assertFalse(search.isProbing());
        assertFalse(search.isCertain());
        search.raise();
        search.suspect();
        assertFalse(search.isProbing(), "nothing is probed while the path is down");
        search.start();
        assertEquals(Phase.BASE, search.phase());
        assertEquals(1200, search.size());
    }

    @Test
    void shouldTakeALateAnswerToAnEarlierProbeOfTheSameSizeOnly() {
        search.start();
        search.onSent(77);
        search.onUnanswered();
        assertTrue(search.accepts(77), "sent before, and late");
        search.onSent(search.nonce());
        assertTrue(search.accepts(77));
        assertFalse(search.accepts(78));
        search.onAnswered();
        assertFalse(search.accepts(77), "the next size was not sent yet");
        search.onSent(78);
        assertFalse(search.accepts(77), "an answer to another size");
    }
}
