package io.sctp.spi;

import io.sctp.MessageBatch;
import io.sctp.ReceiveInfo;
import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The calls with which a channel sends and receives. A provider implements one of each kind, which takes a deadline;
 * the calls of the API are made from it.
 *
 * <p>A deadline is {@link Deadline#NEVER} in blocking mode, and null if the call must not wait.
 */
public interface MessageCalls extends SctpMessageChannel {
    /** Receives a message or a notification. */
    int receive(ByteBuffer destination, ReceiveInfo info, Deadline deadline) throws IOException;

    /** Receives a batch. */
    int receive(MessageBatch batch, Deadline deadline) throws IOException;

    /** Sends a message. */
    int send(ByteBuffer source, SendInfo info, Deadline deadline) throws IOException;

    /** Sends a batch, which has something to send. */
    int sendAll(MessageBatch batch, Deadline deadline) throws IOException;

    // ---- Checks of arguments

    /** Fails unless a message can be received into the buffer, whose length the provider checks. */
    static void requireWritable(final ByteBuffer destination) {
        if (destination.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
    }

    /** The number of bytes that a message may have; fails if it may have none. */
    static int requireRoom(final int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("the buffer has no space for a message");
        }
        return length;
    }

    /** The number of bytes of a message to send; fails if it has none. */
    static int requireContent(final int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("an SCTP message has at least one byte");
        }
        return length;
    }

    // ---- The calls of the API

    @Override
    default int receive(final ByteBuffer destination, final ReceiveInfo info) throws IOException {
        return receive(destination, info, Deadline.ofMode(isBlocking()));
    }

    @Override
    default int receive(final ByteBuffer destination, final ReceiveInfo info, final Duration timeout)
            throws IOException {
        return receive(destination, info, Deadline.in(timeout));
    }

    @Override
    default int receive(final MessageBatch batch) throws IOException {
        return receive(batch, Deadline.ofMode(isBlocking()));
    }

    @Override
    default int receive(final MessageBatch batch, final Duration timeout) throws IOException {
        return receive(batch, Deadline.in(timeout));
    }

    @Override
    default int send(final ByteBuffer source, final SendInfo info) throws IOException {
        return send(source, info, Deadline.ofMode(isBlocking()));
    }

    @Override
    default int send(final ByteBuffer source, final SendInfo info, final Duration timeout) throws IOException {
        return send(source, info, Deadline.in(timeout));
    }

    @Override
    default int send(final MessageBatch batch) throws IOException {
        return send(batch, Deadline.ofMode(isBlocking()));
    }

    @Override
    default int send(final MessageBatch batch, final Duration timeout) throws IOException {
        return send(batch, Deadline.in(timeout));
    }

    private int send(final MessageBatch batch, final Deadline deadline) throws IOException {
        if (!batch.hasRemaining()) {
            throw new IllegalArgumentException("the batch has nothing to send");
        }
        return sendAll(batch, deadline);
    }
}
