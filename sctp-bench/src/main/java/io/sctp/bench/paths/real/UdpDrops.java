package io.sctp.bench.paths.real;

import io.sctp.bench.environment.KernelFacts;
import java.util.List;
import java.util.Set;

/** How many datagrams the system has dropped at local UDP ports, as their socket's buffer was full. */
final class UdpDrops {
    private static final List<String> TABLES = List.of("/proc/net/udp", "/proc/net/udp6");
    private static final int LOCAL_ADDRESS = 1;
    private static final int HEX = 16;

    private UdpDrops() {}

    /** Returns the drops of the sockets that are open at these ports; 0 if the system does not report them. */
    static long at(final Set<Integer> ports) {
        return TABLES.stream()
                .flatMap(table -> KernelFacts.read(table).stream())
                .mapToLong(text -> ofTable(text, ports))
                .sum();
    }

    static long ofTable(final String text, final Set<Integer> ports) {
        return text.lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> ports.contains(port(fields[LOCAL_ADDRESS])))
                .mapToLong(fields -> Long.parseLong(fields[fields.length - 1]))
                .sum();
    }

    private static int port(final String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), HEX);
    }
}
