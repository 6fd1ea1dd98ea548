package io.sctp.udp;

import io.sctp.SctpException;
import java.net.InetAddress;

/**
 * A UDP socket, bound to a port at all local addresses of both families; several can share one ({@link UdpGroup}). At
 * any time one thread may receive and await, and one may send. Any thread may call {@link #wakeup}.
 */
public interface UdpSocket extends AutoCloseable {
    /**
     * Makes datagrams to an address recognisable, and allows sending from it. Does nothing if the system reports the
     * destination of all datagrams.
     *
     * @throws SctpException if that is not possible
     */
    default void receiveAt(final InetAddress address) throws SctpException {}

    /** The local port. */
    int localPort();

    /** Describes the socket: native with its offloads, or NIO. */
    String describe();

    /**
     * Receives the available datagrams, and replaces the batch's content.
     *
     * @return the number of slots filled, 0 if nothing is available
     */
    int receive(DatagramBatch batch) throws SctpException;

    /** Must be called once for a batch before it is first filled for sending. */
    void prepareToSend(DatagramBatch batch);

    /**
     * Sends from the batch's position on, and advances it. Datagrams that the system refuses are dropped, with the
     * error in the slot.
     *
     * @return whether everything was sent or dropped; false if the send buffer is full
     */
    boolean send(DatagramBatch batch) throws SctpException;

    /**
     * Waits until there is something to receive, or buffer space if requested, or a {@link #wakeup}.
     *
     * @param timeoutMillis negative for no limit
     */
    void await(boolean alsoForRoom, int timeoutMillis) throws SctpException;

    /** Ends the current {@link #await}, or the next one. */
    void wakeup();

    @Override
    void close();
}
