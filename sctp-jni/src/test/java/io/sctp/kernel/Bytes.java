package io.sctp.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Bytes as the header's layout gives them, written out for a little-endian machine. */
final class Bytes {
    private Bytes() {}

    static void assumeLittleEndian() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the expected bytes are little-endian");
    }

    /** Direct memory with these bytes and no more; blanks between them are for the reader. */
    static ByteBuffer memory(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        return Memory.allocate(bytes.length).put(0, bytes);
    }

    static String hex(final ByteBuffer memory) {
        final byte[] bytes = new byte[memory.capacity()];
        memory.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** So many zero bytes. */
    static String zeros(final int count) {
        return "00".repeat(count);
    }
}
