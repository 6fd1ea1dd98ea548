package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.PrPolicy;
import io.sctp.natives.Abi;
import io.sctp.spi.MessageDescriptor;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AbiTest {

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void shouldHoldTheTableOfTheLibrary() {
        assertEquals(Abi.TABLE, AbiCheck.libraryTable());
    }

    @Test
    void shouldHoldEachConstantOfTheTableInItsClass() throws IllegalAccessException {
        Map<String, String> constants = new TreeMap<>();
        for (Class<?> group : Abi.class.getDeclaredClasses()) {
            for (Field field : group.getFields()) {
                constants.put(group.getSimpleName() + "." + field.getName(), String.valueOf(field.getInt(null)));
            }
        }
        assertEquals(AbiCheck.parse(Abi.TABLE), constants);
    }

    @Test
    void shouldHoldAllOptionsOfTheHeader() {
        assertEquals(
                68, Abi.TABLE.lines().filter(line -> line.startsWith("Option.")).count());
    }

    @Test
    void shouldHoldTheNumbersOfTheKernel() {
        assertEquals(28, Abi.SockaddrIn6.SIZE);
        assertEquals(132, Abi.Socket.SOL_SCTP);
        assertEquals(111, Abi.Errno.ECONNREFUSED);
        assertEquals(0x8000_0000, Abi.Poll.EPOLLET);
        assertEquals(8, Abi.Rtoinfo.MAX);
    }

    @Test
    void shouldNameTheFieldAndBothValuesOfAMismatch() {
        String library = Abi.TABLE.replace("\nRtoinfo.MAX=8\n", "\nRtoinfo.MAX=12\n");
        String message = failure(library);
        assertTrue(message.contains("Rtoinfo.MAX is 8 in Java and 12 in the library"), message);
        assertTrue(message.contains("/lib/some.so"), message);
    }

    @Test
    void shouldRefuseALibraryThatLacksAField() {
        String message = failure(Abi.TABLE.replace("\nDescriptor.PPID=16\n", "\n"));
        assertTrue(message.contains("Descriptor.PPID is 16 in Java and missing"), message);
    }

    @Test
    void shouldTakeALibraryThatHasMore() {
        assertDoesNotThrow(() -> AbiCheck.verify("Later.FIELD=1\n" + Abi.TABLE, "/lib/some.so"));
    }

    /** The layout is the API's, which knows no C: so it is written in both, and here compared. */
    @Test
    void shouldLayOutAMessageDescriptorAsTheApiDoes() throws IllegalAccessException {
        Map<String, String> library = AbiCheck.parse(Abi.TABLE);
        Set<String> compared = new HashSet<>();
        for (Field field : MessageDescriptor.class.getFields()) {
            String name = libraryName(field.getName(), library);
            assertEquals(library.get(name), String.valueOf(field.getInt(null)), field.getName());
            compared.add(name);
        }
        for (PrPolicy policy : PrPolicy.values()) {
            String name = "DescriptorPrPolicy." + policy;
            assertEquals(library.get(name), String.valueOf(policy.code()), name);
            compared.add(name);
        }
        Set<String> all = new HashSet<>(library.keySet());
        all.removeIf(name -> !name.matches("(Message)?Descriptor(Flag|PrPolicy)?\\..*"));
        all.remove("DescriptorFlag.FAILED"); // between the library and the kernel provider
        assertEquals(all, compared);
    }

    private static String libraryName(final String name, final Map<String, String> library) {
        if (name.startsWith("FLAG_")) {
            return "DescriptorFlag." + name.substring("FLAG_".length());
        }
        if (name.equals("SIZE") || name.equals("EXTENDED_SIZE")) {
            return name.equals("SIZE") ? "Descriptor.SIZE" : "MessageDescriptor.SIZE";
        }
        String offset = name.substring(0, name.length() - "_OFFSET".length());
        return library.containsKey("Descriptor." + offset) ? "Descriptor." + offset : "MessageDescriptor." + offset;
    }

    private static String failure(final String table) {
        return assertThrows(NativeLibraryException.class, () -> AbiCheck.verify(table, "/lib/some.so"))
                .getMessage();
    }
}
