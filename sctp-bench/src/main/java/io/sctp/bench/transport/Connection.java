package io.sctp.bench.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The near end of one association (of one connection, for TCP): it carries whole messages on numbered streams.
 *
 * <p>One thread may send while another receives. Nothing is allocated per message, except by the transport itself.
 */
public interface Connection extends AutoCloseable {
    /** Returned by {@link #receive} when the other side will send no more. */
    int END = -1;

    /** Returned by {@link #receive} after a timeout. */
    int NOTHING = 0;

    /** The name of a peer whose address is no longer known. */
    String GONE = "a peer that has gone already";

    /**
     * How long {@link #answer} waits for buffer space before it abandons the association. It is short, because other
     * peers of the same thread wait meanwhile.
     */
    Duration SEND_TIMEOUT = Duration.ofSeconds(5);

    /** How long a transport that cannot wait for buffer space pauses before it tries again. */
    long BLOCKED_PAUSE_NS = 20_000;

    /**
     * Accepts the remaining bytes as one message, which is sent by {@link #flush} at the latest. Does nothing if it
     * would have to wait.
     *
     * @return whether the message was accepted
     */
    boolean trySend(ByteBuffer message, int stream) throws IOException;

    /**
     * Sends accepted messages that are not sent yet, as far as there is buffer space.
     *
     * @return whether all is sent
     */
    default boolean flush() throws IOException {
        return true;
    }

    /**
     * Sends an answer to the last received message, with its PPID and order, and waits for buffer space.
     *
     * @throws IOException also if there was none within {@link #SEND_TIMEOUT}
     */
    void answer(ByteBuffer message, int stream) throws IOException;

    /** How many messages have been received and not yet been returned by {@link #receive}. */
    default int pending() {
        return 0;
    }

    /**
     * Receives one whole message, which {@link #message()} then shows.
     *
     * @param timeout how long to wait at most; ignored by peers made not to wait
     * @return the number of bytes, {@link #NOTHING} or {@link #END}
     */
    int receive(Duration timeout) throws IOException;

    /** The message received last, valid until the next {@link #receive}. */
    ByteBuffer message();

    /** The stream of the message received last. */
    int messageStream();

    /** The address of the other end, as text. */
    default String name() {
        return "a peer";
    }

    /** Ends the association at once, as a peer that is killed, if the transport can; otherwise as {@link #close}. */
    default void abort() throws IOException {
        close();
    }

    /** Messages already sent are still delivered. A receive on the other side then returns {@link #END}. */
    @Override
    void close() throws IOException;
}
