package io.sctp.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The virtual threads that wait for one direction of a socket. Thread-safe. */
final class ParkedThreads {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    void add(final Thread thread) {
        threads.add(thread);
    }

    /** Whether the thread was still waiting. */
    boolean remove(final Thread thread) {
        return threads.remove(thread);
    }

    boolean contains(final Thread thread) {
        return threads.contains(thread);
    }

    /** Releases all of them. Each retries, and those that find nothing wait again. */
    void unparkAll() {
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            LockSupport.unpark(thread);
        }
    }
}
