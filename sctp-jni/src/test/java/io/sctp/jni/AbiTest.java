package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AbiTest {

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void shouldHoldTheSameTableInJavaAndInC() {
        assertEquals(AbiCheck.javaTable(), AbiCheck.libraryTable());
    }

    @Test
    void shouldHoldAllOptionsOfTheHeader() {
        long options = AbiCheck.javaTable().keySet().stream()
                .filter(name -> name.startsWith("Option."))
                .count();
        assertEquals(68, options);
    }

    @Test
    void shouldNameTheFieldAndBothValuesOfAMismatch() {
        Map<String, Integer> library = new TreeMap<>(AbiCheck.javaTable());
        library.put("Rtoinfo.MAX", 12);
        NativeLibraryException failure = assertThrows(
                NativeLibraryException.class, () -> AbiCheck.verify(AbiCheck.javaTable(), library, "/lib/some.so"));
        String message = failure.getMessage();
        assertTrue(message.contains("Rtoinfo.MAX is 8 in Java and 12 in the library"), message);
        assertTrue(message.contains("/lib/some.so"), message);
    }

    @Test
    void shouldRefuseALibraryThatLacksAField() {
        Map<String, Integer> library = new TreeMap<>(AbiCheck.javaTable());
        library.remove("Descriptor.PPID");
        NativeLibraryException failure =
                assertThrows(NativeLibraryException.class, () -> AbiCheck.verify(AbiCheck.javaTable(), library, "old"));
        assertTrue(failure.getMessage().contains("Descriptor.PPID is 16 in Java and missing"), failure.getMessage());
    }
}
