package io.sctp.kernel;

import java.nio.ByteOrder;

/** Converts between native and network byte order. Each method is its own inverse. */
final class NetworkOrder {
    private static final boolean NATIVE = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private NetworkOrder() {}

    static short swap(final short value) {
        return NATIVE ? value : Short.reverseBytes(value);
    }

    static int swap(final int value) {
        return NATIVE ? value : Integer.reverseBytes(value);
    }
}
