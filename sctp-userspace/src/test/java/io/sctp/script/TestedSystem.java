package io.sctp.script;

import io.sctp.SctpAddress;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.UserspaceStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A system that scripts are played against: this project's engine, or the SCTP of the kernel that runs. */
interface TestedSystem extends AutoCloseable {
    /** Returns its name: `userspace`, or `linux` with the kernel's release. */
    String name();

    SctpProvider provider();

    /** Returns the UDP port where it receives packets. */
    int udpPort();

    @Override
    void close() throws IOException;

    static TestedSystem of(final String provider) throws IOException {
        return provider.equals("kernel") ? new Kernel() : new Userspace();
    }

    /** The engine, over a stack of its own. */
    final class Userspace implements TestedSystem {
        private final UserspaceStack stack =
                UserspaceStack.builder().udpPort(0).threads(1).build();
        private final SctpServerChannel first;

        Userspace() throws IOException {
            // A stack has its UDP port from its first listener on.
            first = stack.provider().openServerChannel(null).bind(SctpAddress.parse(Peer.ADDRESS + ":0"));
        }

        @Override
        public String name() {
            return "userspace";
        }

        @Override
        public SctpProvider provider() {
            return stack.provider();
        }

        @Override
        public int udpPort() {
            return stack.udpPort();
        }

        @Override
        public void close() throws IOException {
            try (stack) {
                first.close();
            }
        }
    }

    /** Linux's SCTP in UDP, with what its system settings switch off switched on. Needs root. */
    final class Kernel implements TestedSystem {
        private static final Path SETTINGS = Path.of("/proc/sys/net/sctp");
        private static final int UDP_PORT = 9899;
        private final Map<Path, String> before = new LinkedHashMap<>();

        Kernel() throws IOException {
            set("reconf_enable", "1");
            set("intl_enable", "1");
            set("udp_port", Integer.toString(UDP_PORT));
        }

        /** Returns why scripts cannot be played here, or null. */
        static String missing() {
            final SctpProvider.Availability availability =
                    SctpProvider.named("kernel").availability();
            if (!availability.available()) {
                return availability.reason();
            }
            return Files.exists(SETTINGS.resolve("udp_port")) ? null : "this kernel has no net.sctp.udp_port";
        }

        private void set(final String name, final String value) throws IOException {
            final Path setting = SETTINGS.resolve(name);
            before.put(setting, Files.readString(setting).strip());
            Files.writeString(setting, value);
        }

        @Override
        public String name() {
            return "linux " + System.getProperty("os.version");
        }

        @Override
        public SctpProvider provider() {
            return SctpProvider.named("kernel");
        }

        @Override
        public int udpPort() {
            return UDP_PORT;
        }

        @Override
        public void close() throws IOException {
            for (final Map.Entry<Path, String> setting : before.entrySet()) {
                Files.writeString(setting.getKey(), setting.getValue());
            }
        }
    }
}
