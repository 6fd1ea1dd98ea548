package io.sctp.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What both threads do is done by the test's own, one after the other. */
class WatchfulSleepTest {
    private final WatchfulSleep sleep = new WatchfulSleep(0);

    /** Something that the other thread does as soon as the worker's thread has fallen asleep. */
    private boolean sleepAnd(final Runnable event) {
        return sleep.sleep(() -> {
            event.run();
            return true; // the thread does not park
        });
    }

    private void replace() {
        sleep.hadWork();
        assertFalse(sleepAnd(() -> assertTrue(sleep.tryReplace())));
    }

    @Test
    void shouldBeReplacedOnlyWhileItWatches() {
        assertFalse(sleep.tryReplace(), "awake");
        assertFalse(sleepAnd(() -> assertFalse(sleep.tryReplace(), "it had no work")));
        sleep.hadWork();
        assertFalse(sleepAnd(() -> assertTrue(sleep.tryReplace())));
        assertFalse(sleep.isAwake());
        assertFalse(sleep.tryReplace(), "replaced already");
        assertTrue(sleep.tryReturn());
    }

    @Test
    void shouldWatchOnWhereItWasReplaced() {
        sleep.hadWork();
        assertFalse(sleepAnd(() -> {
            assertTrue(sleep.tryReplace());
            assertTrue(sleep.tryReturn());
        }));
        assertFalse(sleepAnd(() -> assertTrue(sleep.tryReplace(), "it watches")));
        assertTrue(sleep.tryReturn());
    }

    @Test
    void shouldNotWatchForEver() {
        sleep.hadWork();
        assertFalse(sleepAnd(() -> {}));
        assertFalse(sleepAnd(() -> assertFalse(sleep.tryReplace())));
    }

    @Test
    void shouldNotBeReplacedOnceItWasWoken() {
        sleep.hadWork();
        assertFalse(sleepAnd(() -> {
            sleep.wake();
            assertFalse(sleep.tryReplace());
        }));
        assertTrue(sleep.isAwake());
    }

    /** It can be replaced again at once, so it must not work before it has taken its place back. */
    @Test
    void shouldNotBeAwakeWhenTheOtherThreadReturns() {
        replace();
        assertTrue(sleep.tryReturn());
        assertFalse(sleep.isAwake());
        assertTrue(sleep.tryReplace());
        assertTrue(sleep.tryReturn());
        assertFalse(sleep.sleep(() -> false));
        assertTrue(sleep.isAwake());
        assertFalse(sleep.tryReplace());
    }

    @Test
    void shouldEndAReplacementThatTakesTooLong() {
        replace();
        assertTrue(sleep.sleep(() -> false), "it was seen before");
        assertTrue(sleep.isAwake());
        assertFalse(sleep.tryReturn(), "the other thread is the worker's now");
        assertFalse(sleepAnd(() -> assertTrue(sleep.tryReplace(), "it watches, as it had work")));
    }

    @Test
    void shouldNotEndAReplacementThatHasJustBegun() {
        replace();
        assertTrue(sleep.tryReturn());
        assertTrue(sleep.tryReplace());
        assertFalse(sleep.sleep(() -> false), "another one than the first");
        assertTrue(sleep.tryReturn());
    }

    @Test
    void shouldNotEndAReplacementBeforeItsTime() {
        final WatchfulSleep patient = new WatchfulSleep(TimeUnit.HOURS.toNanos(1));
        patient.hadWork();
        assertFalse(patient.sleep(() -> patient.tryReplace()));
        Thread.currentThread().interrupt(); // does not park
        assertFalse(patient.sleep(() -> false));
        assertTrue(Thread.interrupted());
        assertTrue(patient.tryReturn());
    }

    @Test
    @Timeout(30)
    void shouldWakeAThreadThatSleeps() throws Exception {
        final WatchfulSleep patient = new WatchfulSleep(TimeUnit.HOURS.toNanos(1));
        patient.hadWork();
        final Thread sleeping = new Thread(() -> assertFalse(patient.sleep(() -> false)));
        sleeping.start();
        while (sleeping.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        patient.wake();
        sleeping.join();
        assertEquals(Thread.State.TERMINATED, sleeping.getState());
    }
}
