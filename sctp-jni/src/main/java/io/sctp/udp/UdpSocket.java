package io.sctp.udp;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.NativeLibrary;
import io.sctp.jni.NativeLibraryException;
import java.net.InetAddress;

/**
 * A UDP socket, bound to a port of every local address of both families; several can share one ({@link UdpGroup}). One
 * thread at a time may receive and await, one at a time may send; {@link #wakeup} is for any.
 */
public interface UdpSocket extends AutoCloseable {
    /** System property: {@code native}, {@code nio}, or {@code auto} for native where it works. */
    String PROPERTY = "io.sctp.udp.io";

    /**
     * Opens a socket.
     *
     * @param port the local port, 0 for one of the system's choice
     * @param bufferBytes what to ask for as send and receive buffer each; the system clamps it
     * @throws SctpException.AddressInUse if the port is taken
     */
    static UdpSocket open(final int port, final int bufferBytes) throws SctpException {
        return isNative() ? NativeUdpSocket.open(port, bufferBytes, false) : NioUdpSocket.open(port, bufferBytes);
    }

    /** Whether sockets go through the native library. */
    static boolean isNative() {
        final String wanted = System.getProperty(PROPERTY, "auto");
        switch (wanted) {
            case "nio" -> {
                return false;
            }
            case "native" -> {
                NativeLibrary.load();
                return true;
            }
            case "auto" -> {
                try {
                    NativeLibrary.load();
                    return true;
                } catch (final NativeLibraryException e) {
                    return false;
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "the property " + PROPERTY + " is '" + wanted + "', not auto, native or nio");
        }
    }

    /**
     * Makes sure that sockets can be opened in the way that the property asks for.
     *
     * @throws SctpException.Unsupported if not, saying why and what to do
     */
    static void requireUsable() throws SctpException {
        try {
            isNative();
        } catch (final NativeLibraryException | IllegalArgumentException e) {
            final SctpException unsupported = new SctpException.Unsupported(
                    "open UDP socket", Errno.EPROTONOSUPPORT.number(), null, null, e.getMessage());
            unsupported.initCause(e);
            throw unsupported;
        }
    }

    /**
     * Why sockets do not go through the native library although nobody asked for that; null if they do, or somebody
     * did.
     */
    static String whyNotNative() {
        if (!System.getProperty(PROPERTY, "auto").equals("auto")) {
            return null;
        }
        try {
            NativeLibrary.load();
            return null;
        } catch (final NativeLibraryException e) {
            return e.getMessage();
        }
    }

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
