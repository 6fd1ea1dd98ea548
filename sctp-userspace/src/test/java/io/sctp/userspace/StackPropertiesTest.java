package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.udp.UdpIo;
import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The system properties that configure the default stack: which each can be, and that each is a method of the builder.
 */
class StackPropertiesTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final Path README = Path.of("README.md");

    private record NumberCase(String name, int least, int most, int usual, Function<StackConfig, Object> reader) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<NumberCase> numbers() {
        return Stream.of(
                new NumberCase("io.sctp.udp.port", 0, 65_535, 9899, StackConfig::udpPort),
                new NumberCase(
                        "io.sctp.udp.threads",
                        1,
                        64,
                        Math.max(1, Math.min(8, PROCESSORS / 2)),
                        StackConfig::threadsOrUsual),
                new NumberCase("io.sctp.udp.maxAssociations", 1, 1 << 24, 0, StackConfig::maxAssociations),
                new NumberCase("io.sctp.udp.maxInitsPerSecond", 1, 1 << 30, 1 << 30, StackConfig::maxInitsPerSecond),
                new NumberCase("io.sctp.udp.maxAmplification", 1, 3, 3, StackConfig::maxAmplification),
                new NumberCase("io.sctp.udp.reassemblySeconds", 0, 86_400, 300, c -> seconds(c.reassemblyLimit())),
                new NumberCase("io.sctp.udp.shutdownStallSeconds", 0, 86_400, 0, c -> seconds(c.shutdownStallLimit())),
                new NumberCase("io.sctp.udp.maxBufferMegabytes", 0, 1024, 16, StackConfig::maxBufferMegabytes),
                new NumberCase("io.sctp.udp.closeSeconds", 0, 86_400, 5, c -> seconds(c.closeLimit())),
                new NumberCase("io.sctp.udp.busyPollMicros", 0, 10_000, PROCESSORS > 1 ? 50 : 0, c ->
                        (int) (c.busyPoll().toNanos() / 1000)));
    }

    private static int seconds(final Duration time) {
        return (int) time.toSeconds();
    }

    /** What the default stack is configured with when a property says this; null for nothing. */
    private static StackConfig config(final String name, final String value) {
        final String before = set(name, value);
        try {
            return StackProperties.read();
        } finally {
            set(name, before);
        }
    }

    private static String set(final String name, final String value) {
        return value == null ? System.clearProperty(name) : System.setProperty(name, value);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldTakeWhatIsInRange(final NumberCase number) {
        for (final int value : new int[] {number.least, number.most}) {
            assertEquals(value, number.reader.apply(config(number.name, String.valueOf(value))));
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldHaveAUsualValue(final NumberCase number) {
        assertEquals(number.usual, number.reader.apply(config(number.name, null)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldSayWhichNumbersCanBe(final NumberCase number) {
        final Stream<String> outside =
                Stream.of(number.least - 1, number.most + 1).map(String::valueOf);
        Stream.concat(outside, Stream.of("many", "", "0x10", "99999999999")).forEach(wrong -> {
            final var e = assertThrows(IllegalArgumentException.class, () -> config(number.name, wrong));
            assertEquals(
                    "the property " + number.name + " is '" + wrong + "', not a number from " + number.least + " to "
                            + number.most,
                    e.getMessage());
        });
    }

    @Test
    void shouldTakeWordsAndNoOthers() {
        assertEquals(UdpIo.NIO, config("io.sctp.udp.io", "nio").io());
        assertEquals(UdpIo.AUTO, config("io.sctp.udp.io", "auto").io());
        assertThrows(IllegalArgumentException.class, () -> config("io.sctp.udp.io", "NIO"));
        assertTrue(config("io.sctp.udp.closeWithJvm", null).closesWithJvm());
        assertEquals(false, config("io.sctp.udp.closeWithJvm", "false").closesWithJvm());
        assertThrows(IllegalArgumentException.class, () -> config("io.sctp.udp.closeWithJvm", "no"));
        assertEquals(
                io.sctp.engine.config.CongestionControl.CUBIC,
                config("io.sctp.udp.congestionControl", "cubic").congestionControl());
        assertEquals(
                io.sctp.engine.config.CongestionControl.RFC_9260,
                config("io.sctp.udp.congestionControl", "rfc9260").congestionControl());
        assertEquals(
                io.sctp.engine.config.CongestionControl.PATH_MODEL,
                config("io.sctp.udp.congestionControl", "path-model").congestionControl());
        assertThrows(IllegalArgumentException.class, () -> config("io.sctp.udp.congestionControl", "bbr"));
        assertEquals(16, config("io.sctp.udp.memoryMegabytes", "16").memoryMegabytes());
        assertThrows(IllegalArgumentException.class, () -> config("io.sctp.udp.memoryMegabytes", "3"));
    }

    /** Each property is a method of the builder, each method a property, and the README lists them all. */
    @Test
    void shouldBeTheBuildersMethods() throws IOException {
        final Map<String, String> properties = StackProperties.ALL.stream()
                .collect(Collectors.toMap(StackProperties.Property::name, StackProperties.Property::method));
        final Set<String> methods = Arrays.stream(UserspaceStack.Builder.class.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        methods.remove("build");
        assertEquals(methods, new TreeSet<>(properties.values()));
        final Map<String, String> documented = new TreeMap<>();
        final var rows = Pattern.compile("^\\| `(io\\.sctp\\.udp\\.\\w+)` \\| `(\\w+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(README));
        while (rows.find()) {
            documented.put(rows.group(1), rows.group(2));
        }
        assertEquals(new TreeMap<>(properties), documented);
    }

    /** The builder's methods refuse what the properties refuse. */
    @Test
    void shouldRefuseWhatIsOutOfRange() {
        final UserspaceStack.Builder builder = UserspaceStack.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.udpPort(65_536));
        assertThrows(IllegalArgumentException.class, () -> builder.threads(0));
        assertThrows(IllegalArgumentException.class, () -> builder.threads(65));
        assertThrows(IllegalArgumentException.class, () -> builder.memoryMegabytes(3));
        assertThrows(IllegalArgumentException.class, () -> builder.maxAssociations(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxInitsPerSecond(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxAmplification(4));
        assertThrows(IllegalArgumentException.class, () -> builder.busyPoll(Duration.ofMillis(11)));
        assertThrows(IllegalArgumentException.class, () -> builder.reassemblyLimit(Duration.ofDays(2)));
        assertThrows(IllegalArgumentException.class, () -> builder.shutdownStallLimit(Duration.ofNanos(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.closeLimit(Duration.ofDays(2)));
        assertThrows(NullPointerException.class, () -> builder.io(null));
    }

    /** A stack that is built reads no system property. */
    @Test
    void shouldNotCountForAStackThatIsBuilt() {
        final String before = set("io.sctp.udp.port", "1234");
        try {
            assertEquals(9899, UserspaceStack.builder().config().udpPort());
        } finally {
            set("io.sctp.udp.port", before);
        }
    }
}
