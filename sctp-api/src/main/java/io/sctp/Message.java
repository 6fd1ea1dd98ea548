package io.sctp;

import java.nio.ByteBuffer;

/**
 * A received message as a {@link DispatchHandler} sees it: a view of the memory into which the system wrote it.
 *
 * <p>It is valid until {@link DispatchHandler#onMessage} returns or, if retained, until it has been released as often
 * as it was retained. After that its memory holds another message. One thread at a time may read it; any thread may
 * call {@link #retain} and {@link #release}.
 */
public interface Message {
    /** The queue for answers to the peer that sent the message. */
    SendQueue sendQueue();

    /** The id of the association on which it was received. */
    int association();

    /** The stream. */
    int stream();

    /** The stream sequence number; undefined for unordered messages. */
    int ssn();

    /** The payload protocol identifier in host byte order. */
    int ppid();

    /** The TSN of its first chunk. */
    int tsn();

    /** Whether it was sent unordered. */
    boolean unordered();

    /** When the message, or its last part, was received, in the time of {@link System#nanoTime}. */
    long receiveTimeNanos();

    /** The payload, from position to limit; always the same object for a message. */
    ByteBuffer payload();

    /**
     * Keeps the message valid after the handler returns.
     *
     * @return this
     * @throws IllegalStateException if the message is no longer valid
     */
    Message retain();

    /**
     * Releases a retained message.
     *
     * @throws IllegalStateException if it was already released
     */
    void release();
}
