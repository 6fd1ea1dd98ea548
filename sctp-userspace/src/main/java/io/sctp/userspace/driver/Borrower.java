package io.sctp.userspace.driver;

/** What a thread waits for while it does a driver's work. */
public interface Borrower {
    /**
     * Whether to stop, since what the calling thread waits for may be there. The driver asks before it waits for
     * packets and after each cycle, with its lock. Whoever makes it true calls {@link Driver#wakeIfItWaitsForPackets}
     * then.
     */
    boolean isSignalled();

    /**
     * Whether the thread polls for packets for a short time before it sleeps. A thread should not if it passes what it
     * receives to others, which need the processor.
     */
    boolean pollsForPackets();
}
