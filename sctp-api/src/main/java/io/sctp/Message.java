package io.sctp;

import java.nio.ByteBuffer;

/**
 * A received message as a {@link DispatchHandler} sees it: a view of the memory that the system wrote it to.
 *
 * <p>It is the handler's until {@link DispatchHandler#onMessage} returns, or, once retained, until it is released as
 * often as it was retained; its memory then holds another message. Reading is for one thread at a time; {@link #retain}
 * and {@link #release} may be called by any.
 */
public interface Message {
    /** Where answers to the peer that sent it are offered. */
    SendQueue sendQueue();

    /** The association it came on. */
    int association();

    /** The stream. */
    int stream();

    /** The stream sequence number; meaningless for unordered messages. */
    int ssn();

    /** The payload protocol identifier as a plain number. */
    int ppid();

    /** The transmission sequence number of its first chunk. */
    int tsn();

    /** Whether it was sent unordered. */
    boolean unordered();

    /** When it, or its last part, was received, on the clock of {@link System#nanoTime}. */
    long receiveTimeNanos();

    /** Its bytes, from position to limit: always the same object for a message. */
    ByteBuffer payload();

    /**
     * Keeps the message beyond the handler's return.
     *
     * @throws IllegalStateException if it is no longer the caller's
     */
    Message retain();

    /**
     * Gives a retained message back.
     *
     * @throws IllegalStateException if it has been given back already
     */
    void release();
}
