package io.sctp.jni;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Compares Java's {@link Abi} with the table that the C compiler made. Stateless. */
final class AbiCheck {

    private AbiCheck() {}

    /**
     * Fails with the first difference.
     *
     * @param library what the sentence calls the library
     */
    static void verify(Map<String, Integer> java, Map<String, Integer> library, String name) {
        for (Map.Entry<String, Integer> expected : java.entrySet()) {
            Integer found = library.get(expected.getKey());
            if (!expected.getValue().equals(found)) {
                throw new NativeLibraryException("The native library " + name + " does not fit this sctp-java: "
                        + expected.getKey() + " is " + expected.getValue() + " in Java and "
                        + (found == null ? "missing" : found) + " in the library. Use the library of the same version,"
                        + " or rebuild it (property " + NativeLibrary.LIBRARY_PROPERTY + " names an outside one).");
            }
        }
    }

    /** Every constant of the nested classes of {@link Abi}, as {@code Class.FIELD}. */
    static Map<String, Integer> javaTable() {
        Map<String, Integer> table = new TreeMap<>();
        for (Class<?> group : Abi.class.getDeclaredClasses()) {
            for (Field field : group.getDeclaredFields()) {
                if (!field.isSynthetic()) {
                    table.put(group.getSimpleName() + "." + field.getName(), value(field));
                }
            }
        }
        return table;
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " is public", e);
        }
    }

    /** The table of the library that is loaded. */
    static Map<String, Integer> libraryTable() {
        int length = Syscalls.abi(0, 0);
        if (length < 0) {
            throw new NativeLibraryException("The native library's ABI table cannot be read: errno " + -length + ".");
        }
        ByteBuffer text = ByteBuffer.allocateDirect(length);
        Syscalls.abi(Syscalls.address(text), length);
        Map<String, Integer> table = new TreeMap<>();
        StandardCharsets.US_ASCII.decode(text).toString().lines().forEach(line -> {
            int equals = line.indexOf('=');
            table.put(line.substring(0, equals), Integer.valueOf(line.substring(equals + 1)));
        });
        return table;
    }
}
