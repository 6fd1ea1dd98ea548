package io.sctp.kernel;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.Association;
import io.sctp.SctpEndpoint;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.natives.Abi;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every socket option that {@code linux/sctp.h} names is an option, a method, or left out for a reason. */
class HeaderCoverageTest {
    private static final Path HEADER = Path.of("/usr/include/linux/sctp.h");
    private static final Pattern DEFINITION = Pattern.compile("#define\\s+(SCTP_[A-Z0-9_]+)\\s+(\\d+)\\b.*");
    private static final Pattern LISTED = Pattern.compile("(\\S+) (\\d+)");

    /** Numbers in the header that are association ids, not options. */
    private static final Set<String> NOT_OPTIONS = Set.of("SCTP_FUTURE_ASSOC", "SCTP_CURRENT_ASSOC", "SCTP_ALL_ASSOC");

    /** Options with two names, of which the API has the one that RFC 6458 has. */
    private static final Map<String, String> ALIASES = Map.of("SCTP_DELAYED_ACK_TIME", "SCTP_DELAYED_SACK");

    private static final Map<String, Operation> OPERATIONS = Map.ofEntries(
            entry("SCTP_SOCKOPT_BINDX_ADD", new Operation(SctpEndpoint.class, "bindAdd")),
            entry("SCTP_SOCKOPT_BINDX_REM", new Operation(SctpEndpoint.class, "bindRemove")),
            entry("SCTP_SOCKOPT_PEELOFF", new Operation(SctpMultiChannel.class, "peelOff")),
            entry("SCTP_SOCKOPT_PEELOFF_FLAGS", new Operation(SctpMultiChannel.class, "peelOff")),
            entry("SCTP_SOCKOPT_CONNECTX", new Operation(SctpMultiChannel.class, "connect")),
            entry("SCTP_SOCKOPT_CONNECTX3", new Operation(SctpMultiChannel.class, "connect")),
            entry("SCTP_GET_PEER_ADDRS", new Operation(Association.class, "peerAddress")),
            entry("SCTP_GET_LOCAL_ADDRS", new Operation(SctpEndpoint.class, "getLocalAddress")),
            entry("SCTP_STATUS", new Operation(Association.class, "status")),
            entry("SCTP_GET_PEER_ADDR_INFO", new Operation(Association.class, "paths")),
            entry("SCTP_GET_ASSOC_STATS", new Operation(Association.class, "statistics")),
            entry("SCTP_GET_ASSOC_NUMBER", new Operation(SctpMultiChannel.class, "associations")),
            entry("SCTP_GET_ASSOC_ID_LIST", new Operation(SctpMultiChannel.class, "associations")),
            entry("SCTP_RESET_STREAMS", new Operation(Association.class, "resetStreams")),
            entry("SCTP_RESET_ASSOC", new Operation(Association.class, "reset")),
            entry("SCTP_ADD_STREAMS", new Operation(Association.class, "addStreams")),
            entry("SCTP_EVENT", new Operation(SctpEndpoint.class, "subscribe")));

    private static final Map<String, String> EXCLUDED = Map.of(
            "SCTP_SOCKOPT_CONNECTX_OLD", "the form of SCTP_SOCKOPT_CONNECTX before it returned the association's id",
            "SCTP_SENDMSG_CONNECT", "a number for the kernel's security hooks; as an option it is ENOPROTOOPT");

    @Test
    void shouldCoverTheHeadersSixtyEightOptions() throws IOException {
        final Map<String, Integer> listed = listed();
        assertEquals(68, listed.size());
        assertEquals(49, typedOptions().size(), "typed options");
        assertEquals(17, OPERATIONS.size(), "operations");
        assertEquals(2, EXCLUDED.size(), "exclusions");
        assertCovered(listed);
    }

    @Test
    void shouldCoverTheHeaderOfThisMachine() throws IOException {
        assumeTrue(Files.isReadable(HEADER), HEADER + " is not installed (package linux-libc-dev)");
        final Map<String, Integer> defined = new TreeMap<>();
        for (final String line : Files.readAllLines(HEADER)) {
            final Matcher matcher = DEFINITION.matcher(line);
            if (matcher.matches() && !NOT_OPTIONS.contains(matcher.group(1))) {
                defined.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            }
        }
        assertTrue(defined.size() >= 68, "options found in " + HEADER + ": " + defined);
        assertCovered(defined);
    }

    private static void assertCovered(final Map<String, Integer> header) {
        final Map<String, Integer> typed = typedOptions();
        final Set<String> uncovered = new TreeSet<>();
        header.forEach((name, number) -> {
            final String ours = ALIASES.getOrDefault(name, name);
            if (typed.containsKey(ours)) {
                assertEquals(number, typed.get(ours), name);
            } else if (!OPERATIONS.containsKey(name) && !EXCLUDED.containsKey(name)) {
                uncovered.add(name);
            }
        });
        assertEquals(Set.of(), uncovered, "neither an option, nor an operation, nor excluded with a reason");
    }

    @Test
    void shouldCoverNothingThatTheHeaderDoesNotHave() throws IOException {
        final Set<String> covered = new TreeSet<>(typedOptions().keySet());
        covered.addAll(OPERATIONS.keySet());
        covered.addAll(EXCLUDED.keySet());
        covered.removeAll(listed().keySet());
        covered.removeAll(ALIASES.values());
        assertEquals(Set.of(), covered);
    }

    @Test
    void shouldHaveTheMethodOfEveryOperation() {
        OPERATIONS.forEach((name, operation) -> assertTrue(
                Arrays.stream(operation.type.getMethods()).map(Method::getName).anyMatch(operation.method::equals),
                name + ": " + operation));
    }

    @Test
    void shouldHaveACodecForEveryOption() {
        KernelTck.options().forEach(option -> assertNotNull(KernelOptions.codec(option), option.name()));
    }

    @Test
    void shouldListEveryConstantAmongAllOptions() throws IllegalAccessException {
        final Set<SctpOption<?>> constants = new HashSet<>();
        for (final Field field : SctpOptions.class.getFields()) {
            final SctpOption<?> option = (SctpOption<?>) field.get(null);
            assertEquals("SCTP_" + field.getName(), option.name());
            constants.add(option);
        }
        assertEquals(constants, new HashSet<>(SctpOptions.all()));
        assertEquals(constants.size(), SctpOptions.all().size(), "no option twice");
    }

    @Test
    void shouldHaveTheHeadersNumbersInTheAbi() throws IOException, ReflectiveOperationException {
        for (final Map.Entry<String, Integer> option : listed().entrySet()) {
            final Field field = Abi.Option.class.getField(option.getKey().substring("SCTP_".length()));
            assertEquals(option.getValue(), field.getInt(null), option.getKey());
        }
    }

    /** The header's options as of Linux 6.1, so that this test needs no header. */
    private static Map<String, Integer> listed() throws IOException {
        final Map<String, Integer> options = new TreeMap<>();
        try (InputStream list = HeaderCoverageTest.class.getResourceAsStream("linux-sctp-options.txt")) {
            new String(list.readAllBytes(), StandardCharsets.US_ASCII).lines().forEach(line -> {
                final Matcher matcher = LISTED.matcher(line);
                assertTrue(matcher.matches(), line);
                options.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
            });
        }
        return options;
    }

    /** The numbers that {@link KernelOptions} passes to the kernel. */
    private static Map<String, Integer> typedOptions() {
        final Map<String, Integer> numbers = new TreeMap<>();
        KernelTck.options().forEach(option -> numbers.put(option.name(), KernelOptions.number(option)));
        return numbers;
    }

    /** A method that does what an option does in C. */
    private record Operation(Class<?> type, String method) {}
}
