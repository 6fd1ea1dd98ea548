package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineLockTest {
    private static final int TURNS = 20_000;

    private final EngineLock lock = new EngineLock();
    private long guarded;

    @Test
    void shouldLetOneThreadInAtATimeHoweverManyWait() throws Exception {
        for (final int threads : new int[] {2, 8, 100}) { // more than there are seats, too
            guarded = 0;
            final int turns = TURNS / threads;
            together(threads, () -> {
                for (int i = 0; i < turns; i++) {
                    lock.lock();
                    try {
                        guarded++;
                        if (i % 64 == 0) {
                            LockSupport.parkNanos(1000); // so that others have to park
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            });
            assertEquals((long) threads * turns, guarded, threads + " threads");
        }
    }

    @Test
    void shouldBeReentrant() throws Exception {
        lock.lock();
        lock.lock();
        lock.unlock();
        assertTrue(lock.isHeldByCurrentThread(), "taken twice and given back once");
        final AtomicBoolean got = new AtomicBoolean();
        final Thread other = new Thread(() -> {
            lock.lock();
            got.set(true);
            lock.unlock();
        });
        other.start();
        TimeUnit.MILLISECONDS.sleep(50);
        assertFalse(got.get(), "another thread got it meanwhile");
        lock.unlock();
        other.join();
        assertTrue(got.get());
        assertFalse(lock.isHeldByCurrentThread());
    }

    @Test
    void shouldRefuseToBeGivenBackByAnotherThread() throws Exception {
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        lock.lock();
        together(1, () -> assertThrows(IllegalMonitorStateException.class, lock::unlock));
        lock.unlock();
    }

    @Test
    void shouldWaitThoughInterruptedAndTellOfIt() throws Exception {
        lock.lock();
        final AtomicBoolean interrupted = new AtomicBoolean();
        final Thread waiting = new Thread(() -> {
            lock.lock();
            interrupted.set(Thread.currentThread().isInterrupted());
            lock.unlock();
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        waiting.interrupt();
        TimeUnit.MILLISECONDS.sleep(20);
        assertTrue(waiting.isAlive(), "an interrupt gave it the lock");
        lock.unlock();
        waiting.join();
        assertTrue(interrupted.get(), "the interrupt was forgotten");
    }

    /** As a driver that always has work does. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 60})
    void shouldLetWaitingThreadsInThoughItIsTakenAgainAtOnceEachTime(final int count) throws Exception {
        final EngineLock patient = new EngineLock(TimeUnit.MINUTES.toNanos(1));
        final AtomicInteger entered = new AtomicInteger();
        patient.lock();
        final List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiting.add(new Thread(() -> {
                patient.lock();
                entered.incrementAndGet();
                patient.unlock();
            }));
        }
        waiting.forEach(Thread::start);
        for (final Thread thread : waiting) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        int turns = 0;
        while (entered.get() < count) {
            turns++;
            patient.unlock();
            patient.lock();
        }
        patient.unlock();
        for (final Thread thread : waiting) {
            thread.join();
        }
        final int most = (EngineLock.MAX_PASSES + 1) * count;
        assertTrue(turns <= most, turns + " turns, not " + most);
    }

    /** Whom it is kept for may find no processor. */
    @Test
    void shouldNotBeKeptForLong() throws Exception {
        final EngineLock impatient = new EngineLock(0);
        final AtomicBoolean entered = new AtomicBoolean();
        impatient.lock();
        final Thread waiting = new Thread(() -> {
            impatient.lock();
            entered.set(true);
            impatient.unlock();
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        for (int turn = 0; turn < 10 * EngineLock.MAX_PASSES; turn++) {
            impatient.unlock();
            impatient.lock();
        }
        impatient.unlock();
        waiting.join();
        assertTrue(entered.get());
    }

    @Test
    void shouldAllocateNothingWhileThreadsWaitForIt() throws Exception {
        final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final List<Long> allocated = new ArrayList<>();
        together(2, () -> {
            final long id = Thread.currentThread().getId();
            take(TURNS);
            final long before = memory.getThreadAllocatedBytes(id);
            take(TURNS);
            final long bytes = memory.getThreadAllocatedBytes(id) - before;
            lock.lock();
            allocated.add(bytes);
            lock.unlock();
        });
        for (final long bytes : allocated) {
            assertTrue(bytes < TURNS, bytes + " bytes in " + TURNS + " turns");
        }
    }

    private void take(final int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            guarded++;
            if (i % 256 == 0) {
                LockSupport.parkNanos(1000);
            }
            lock.unlock();
        }
    }

    /** Runs it in so many threads, all at once; fails if one of them does. */
    private static void together(final int threads, final Runnable work) throws Exception {
        final CountDownLatch begin = new CountDownLatch(1);
        final List<Throwable> failures = new ArrayList<>();
        final List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            final Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (final InterruptedException e) {
                    throw new AssertionError(e);
                }
                work.run();
            });
            thread.setUncaughtExceptionHandler((failed, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
            thread.start();
            all.add(thread);
        }
        begin.countDown();
        for (final Thread thread : all) {
            thread.join();
        }
        assertEquals(List.of(), failures);
    }
}
