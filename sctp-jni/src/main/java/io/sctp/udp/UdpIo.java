package io.sctp.udp;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.NativeLibrary;
import io.sctp.jni.NativeLibraryException;
import java.util.Locale;

/** What UDP sockets go through. */
public enum UdpIo {
    /** The native library where it works, or else java.nio. */
    AUTO,
    /** The native library. */
    NATIVE,
    /** Datagram channels of java.nio. */
    NIO;

    /** System property: {@code native}, {@code nio} or {@code auto}. */
    public static final String PROPERTY = "io.sctp.udp.io";

    /**
     * What the system property says; {@link #AUTO} where it says nothing.
     *
     * @throws IllegalArgumentException if it says something else
     */
    public static UdpIo ofProperty() {
        final String wanted = System.getProperty(PROPERTY, "auto");
        for (final UdpIo io : values()) {
            if (io.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return io;
            }
        }
        throw new IllegalArgumentException(
                "the property " + PROPERTY + " is '" + wanted + "', not auto, native or nio");
    }

    /**
     * Whether sockets go through the native library.
     *
     * @throws NativeLibraryException if they have to, and it cannot be loaded
     */
    public boolean isNative() {
        if (this == NIO) {
            return false;
        }
        try {
            NativeLibrary.load();
            return true;
        } catch (final NativeLibraryException e) {
            if (this == NATIVE) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Opens a socket.
     *
     * @param port the local port, 0 for one of the system's choice
     * @param bufferBytes what to ask for as send and receive buffer each; the system clamps it
     * @throws SctpException.AddressInUse if the port is taken
     */
    public UdpSocket open(final int port, final int bufferBytes) throws SctpException {
        return isNative() ? NativeUdpSocket.open(port, bufferBytes, false) : NioUdpSocket.open(port, bufferBytes);
    }

    /**
     * Makes sure that sockets can be opened.
     *
     * @throws SctpException.Unsupported if not, saying why
     */
    public void requireUsable() throws SctpException {
        try {
            isNative();
        } catch (final NativeLibraryException e) {
            final SctpException unsupported = new SctpException.Unsupported(
                    "open UDP socket", Errno.EPROTONOSUPPORT.number(), null, null, e.getMessage());
            unsupported.initCause(e);
            throw unsupported;
        }
    }

    /** Why sockets do not go through the native library although they would if it worked; null if it works. */
    public String whyNotNative() {
        if (this != AUTO) {
            return null;
        }
        try {
            NativeLibrary.load();
            return null;
        } catch (final NativeLibraryException e) {
            return e.getMessage();
        }
    }
}
