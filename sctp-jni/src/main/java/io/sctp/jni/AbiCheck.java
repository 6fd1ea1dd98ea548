package io.sctp.jni;

import io.sctp.natives.Abi;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Compares the constants that Java was compiled with, {@link Abi#TABLE}, with those of the library. Stateless. */
final class AbiCheck {

    private AbiCheck() {}

    /**
     * Fails with the first constant that differs.
     *
     * @param table the library's own table
     * @param name the library's name in messages
     */
    static void verify(final String table, final String name) {
        if (table.equals(Abi.TABLE)) {
            return;
        }
        Map<String, String> library = parse(table);
        for (Map.Entry<String, String> expected : parse(Abi.TABLE).entrySet()) {
            String found = library.getOrDefault(expected.getKey(), "missing");
            if (!expected.getValue().equals(found)) {
                throw new NativeLibraryException("The native library " + name + " does not fit this sctp-java: "
                        + expected.getKey() + " is " + expected.getValue() + " in Java and " + found
                        + " in the library. Use the library of the same version, or rebuild it (property "
                        + NativeLibrary.LIBRARY_PROPERTY + " names an outside one).");
            }
        }
    }

    /** Returns the constants of a table by name. */
    static Map<String, String> parse(final String table) {
        Map<String, String> constants = new TreeMap<>();
        table.lines().forEach(line -> {
            int equals = line.indexOf('=');
            constants.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return constants;
    }

    /** Returns the table of the loaded library. */
    static String libraryTable() {
        int length = Syscalls.abi(0, 0);
        if (length < 0) {
            throw new NativeLibraryException("The native library's ABI table cannot be read: errno " + -length + ".");
        }
        ByteBuffer text = ByteBuffer.allocateDirect(length);
        Syscalls.abi(Syscalls.address(text), length);
        return StandardCharsets.US_ASCII.decode(text).toString();
    }
}
