package io.sctp.userspace;

import io.sctp.option.CongestionControl;
import io.sctp.udp.UdpIo;
import io.sctp.userspace.config.JvmMemory;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.MemoryPlan;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiConsumer;

/** The system properties that configure the default stack. Each corresponds to a method of the builder. */
final class StackProperties {
    static final String MAX_AMPLIFICATION = "io.sctp.udp.maxAmplification";

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MOST_BUSY_POLL_MICROS = 10_000;

    /**
     * A property.
     *
     * @param method the builder's method
     * @param reader passes the property's value to the builder; called only if the property is set
     */
    record Property(String name, String method, BiConsumer<String, UserspaceStack.Builder> reader) {}

    static final List<Property> ALL = List.of(
            number(
                    StackConfig.UDP_PORT_PROPERTY,
                    "udpPort",
                    0,
                    StackConfig.MAX_UDP_PORT,
                    UserspaceStack.Builder::udpPort),
            number(
                    StackConfig.THREADS_PROPERTY,
                    "threads",
                    1,
                    StackConfig.MAX_THREADS,
                    UserspaceStack.Builder::threads),
            new Property(StackConfig.MEMORY_PROPERTY, "memoryMegabytes", StackProperties::readMemory),
            number(
                    "io.sctp.udp.maxBufferMegabytes",
                    "maxBufferMegabytes",
                    0,
                    StackConfig.MAX_BUFFER_MEGABYTES,
                    UserspaceStack.Builder::maxBufferMegabytes),
            number(
                    "io.sctp.udp.maxAssociations",
                    "maxAssociations",
                    1,
                    StackConfig.MAX_ASSOCIATIONS,
                    UserspaceStack.Builder::maxAssociations),
            number(
                    "io.sctp.udp.maxInitsPerSecond",
                    "maxInitsPerSecond",
                    1,
                    StackConfig.MAX_INITS_PER_SECOND,
                    UserspaceStack.Builder::maxInitsPerSecond),
            number(
                    MAX_AMPLIFICATION,
                    "maxAmplification",
                    1,
                    StackConfig.MAX_AMPLIFICATION,
                    UserspaceStack.Builder::maxAmplification),
            number(
                    "io.sctp.udp.busyPollMicros",
                    "busyPoll",
                    0,
                    MOST_BUSY_POLL_MICROS,
                    (builder, micros) -> builder.busyPoll(Duration.of(micros, ChronoUnit.MICROS))),
            seconds("io.sctp.udp.reassemblySeconds", "reassemblyLimit", UserspaceStack.Builder::reassemblyLimit),
            seconds(
                    "io.sctp.udp.shutdownStallSeconds",
                    "shutdownStallLimit",
                    UserspaceStack.Builder::shutdownStallLimit),
            seconds("io.sctp.udp.closeSeconds", "closeLimit", UserspaceStack.Builder::closeLimit),
            new Property("io.sctp.udp.closeWithJvm", "closeWithJvm", StackProperties::readCloseWithJvm),
            new Property("io.sctp.udp.congestionControl", "congestionControl", StackProperties::readCongestionControl),
            new Property(
                    UdpIo.PROPERTY,
                    "io",
                    (name, builder) ->
                            builder.io(PacketIo.valueOf(UdpIo.ofProperty().name()))));

    private StackProperties() {}

    /**
     * Returns the configuration given by the properties.
     *
     * @throws IllegalArgumentException if one has an invalid value
     */
    static StackConfig read() {
        final UserspaceStack.Builder builder = UserspaceStack.builder();
        for (final Property property : ALL) {
            if (System.getProperty(property.name()) != null) {
                property.reader().accept(property.name(), builder);
            }
        }
        return builder.config();
    }

    private interface NumberSetter {
        void set(UserspaceStack.Builder builder, int value);
    }

    private static Property number(
            final String name, final String method, final int least, final int most, final NumberSetter setter) {
        return new Property(
                name, method, (read, builder) -> setter.set(builder, NumberProperty.read(read, least, most)));
    }

    private interface DurationSetter {
        void set(UserspaceStack.Builder builder, Duration value);
    }

    private static Property seconds(final String name, final String method, final DurationSetter setter) {
        return number(
                name, method, 0, SECONDS_PER_DAY, (builder, value) -> setter.set(builder, Duration.ofSeconds(value)));
    }

    private static void readMemory(final String name, final UserspaceStack.Builder builder) {
        builder.memoryMegabytes(
                NumberProperty.read(name, MemoryPlan.MIN_MEGABYTES, MemoryPlan.maxMegabytes(JvmMemory.ofThis())));
    }

    private static void readCongestionControl(final String name, final UserspaceStack.Builder builder) {
        final String wanted = System.getProperty(name);
        switch (wanted) {
            case "rfc9260" -> builder.congestionControl(CongestionControl.RFC_9260);
            case "cubic" -> builder.congestionControl(CongestionControl.CUBIC);
            case "path-model" -> builder.congestionControl(CongestionControl.PATH_MODEL);
            default ->
                throw new IllegalArgumentException(
                        "the property " + name + " is '" + wanted + "', not rfc9260, cubic or path-model");
        }
    }

    private static void readCloseWithJvm(final String name, final UserspaceStack.Builder builder) {
        final String wanted = System.getProperty(name);
        if (!wanted.equals("true") && !wanted.equals("false")) {
            throw new IllegalArgumentException("the property " + name + " is '" + wanted + "', not true or false");
        }
        builder.closeWithJvm(wanted.equals("true"));
    }
}
