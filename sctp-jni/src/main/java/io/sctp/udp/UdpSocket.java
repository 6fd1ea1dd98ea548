package io.sctp.udp;

import io.sctp.SctpException;
import java.net.InetAddress;

/**
 * A UDP socket, bound to a port of every local address of both families; several can share one ({@link UdpGroup}). One
 * thread at a time may receive and await, one at a time may send; {@link #wakeup} is for any.
 */
public interface UdpSocket extends AutoCloseable {
    /**
     * From now on it is known which datagrams arrive at an address, and they can be sent from there. Where the system
     * tells that of all addresses, nothing has to be done.
     *
     * @throws SctpException if that cannot be
     */
    default void receiveAt(final InetAddress address) throws SctpException {}

    /** The local port. */
    int localPort();

    /** What it is, for people: native with which offloads, or NIO. */
    String describe();

    /**
     * Receives what is there, and replaces what is in the batch.
     *
     * @return how many slots were filled, 0 if nothing is there
     */
    int receive(DatagramBatch batch) throws SctpException;

    /** Must be called once for a batch before it is filled to be sent. */
    void prepareToSend(DatagramBatch batch);

    /**
     * Sends from the batch's position on, and moves it. What the system refuses is dropped, with the error in the slot.
     *
     * @return whether nothing is left; if something is, there was no room for it
     */
    boolean send(DatagramBatch batch) throws SctpException;

    /**
     * Waits until there is something to receive, or room to send if that is asked for, or a {@link #wakeup}.
     *
     * @param timeoutMillis negative for without end
     */
    void await(boolean alsoForRoom, int timeoutMillis) throws SctpException;

    /** Ends the {@link #await} that runs, or else the next one. */
    void wakeup();

    @Override
    void close();
}
