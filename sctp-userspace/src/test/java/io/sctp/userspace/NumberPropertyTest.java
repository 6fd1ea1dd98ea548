package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider's system properties that are numbers: which each can be, and what counts without it. */
class NumberPropertyTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private record Property(String name, int least, int most, int usual, IntSupplier reader) {
        @Override
        public String toString() {
            return name;
        }

        /** What is read when it says this; null for nothing. */
        private int reads(final String value) {
            final String before = set(value);
            try {
                return reader.getAsInt();
            } finally {
                set(before);
            }
        }

        private String set(final String value) {
            return value == null ? System.clearProperty(name) : System.setProperty(name, value);
        }
    }

    static Stream<Property> properties() {
        return Stream.of(
                new Property("io.sctp.udp.port", 0, 65_535, 9899, Host::wantedUdpPort),
                new Property("io.sctp.udp.threads", 1, 64, Math.max(1, Math.min(8, PROCESSORS / 2)), Host::threads),
                new Property("io.sctp.udp.reassemblySeconds", 0, 86_400, 300, Settings::reassemblySeconds),
                new Property("io.sctp.udp.shutdownStallSeconds", 0, 86_400, 0, Settings::shutdownStallSeconds),
                new Property("io.sctp.udp.busyPollMicros", 0, 10_000, PROCESSORS > 1 ? 50 : 0, BusyPoll::micros));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void shouldTakeWhatIsInRange(final Property property) {
        assertEquals(property.least, property.reads(String.valueOf(property.least)));
        assertEquals(property.most, property.reads(String.valueOf(property.most)));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void shouldHaveAUsualValue(final Property property) {
        assertEquals(property.usual, property.reads(null));
    }

    @ParameterizedTest
    @MethodSource("properties")
    void shouldSayWhichNumbersCanBe(final Property property) {
        final Stream<String> outside =
                Stream.of(property.least - 1, property.most + 1).map(String::valueOf);
        Stream.concat(outside, Stream.of("many", "", "0x10", "99999999999")).forEach(wrong -> {
            final var e = assertThrows(IllegalArgumentException.class, () -> property.reads(wrong));
            assertEquals(
                    "the property " + property.name + " is '" + wrong + "', not a number from " + property.least
                            + " to " + property.most,
                    e.getMessage());
        });
    }
}
