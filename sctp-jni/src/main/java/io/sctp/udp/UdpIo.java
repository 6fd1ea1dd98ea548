package io.sctp.udp;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.NativeLibrary;
import io.sctp.jni.NativeLibraryException;
import java.util.Locale;

/** The implementation of UDP sockets. */
public enum UdpIo {
    /** The native library if it works, otherwise java.nio. */
    AUTO,
    /** The native library. */
    NATIVE,
    /** Datagram channels of java.nio. */
    NIO;

    /** System property: {@code native}, {@code nio} or {@code auto}. */
    public static final String PROPERTY = "io.sctp.udp.io";

    /**
     * Returns the value of the system property; {@link #AUTO} if it is not set.
     *
     * @throws IllegalArgumentException if it has another value
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
     * Whether sockets use the native library.
     *
     * @throws NativeLibraryException if it is required and cannot be loaded
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
     * @param port the local port, 0 for any free one
     * @param bufferBytes what to ask for as send and receive buffer each; the system clamps it
     * @throws SctpException.AddressInUse if the port is taken
     */
    public UdpSocket open(final int port, final int bufferBytes) throws SctpException {
        return isNative() ? NativeUdpSocket.open(port, bufferBytes, false) : NioUdpSocket.open(port, bufferBytes);
    }

    /**
     * Checks that sockets can be opened.
     *
     * @throws SctpException.Unsupported if not; the message says why
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

    /** Returns why sockets do not use the native library although they may; null if they do. */
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
