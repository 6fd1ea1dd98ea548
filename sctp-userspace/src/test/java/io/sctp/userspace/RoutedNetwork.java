package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hosts and a router between them, each a network namespace of its own. The MTU of the link behind the router can
 * be changed: what is too long for it is dropped there, and the sender's socket hears nothing of it.
 */
final class RoutedNetwork implements AutoCloseable {
    static final String NEAR_ADDRESS = "10.77.1.1";
    static final String FAR_ADDRESS = "10.77.2.1";
    static final String NEAR_ADDRESS_6 = "fd77:1::1";
    static final String FAR_ADDRESS_6 = "fd77:2::1";

    private static final int LARGEST_MTU = 9000;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "sctp" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    private final String near = name + "n";
    private final String router = name + "r";
    private final String far = name + "f";
    private final List<String> namespaces = new ArrayList<>();

    private RoutedNetwork() {}

    /** Makes it; skips the test where that is not allowed. */
    static RoutedNetwork open() throws IOException {
        final RoutedNetwork network = new RoutedNetwork();
        try {
            network.build();
            return network;
        } catch (final IOException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private void build() throws IOException {
        assumeTrue(attempt("ip netns add " + near), "network namespaces need root and the command ip");
        namespaces.addAll(List.of(near, router, far));
        // By few processes: each takes the better part of a second in an emulated guest.
        final String join = "ip link add dev eth0 mtu %1$d netns %2$s type veth peer name to%3$d mtu %1$d netns %4$s";
        output(List.of(
                "sh",
                "-ec",
                String.join(
                        "\n",
                        "ip netns add " + router,
                        "ip netns add " + far,
                        join.formatted(LARGEST_MTU, near, 1, router),
                        join.formatted(LARGEST_MTU, far, 2, router),
                        batch(near, host(1)),
                        batch(far, host(2)),
                        batch(router, "link set lo up\n" + gate(1) + gate(2)),
                        // A host that loses its first address keeps the others.
                        "ip netns exec " + near + " sysctl -qw net.ipv4.conf.all.promote_secondaries=1",
                        "ip netns exec " + router
                                + " sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")));
    }

    private static String batch(final String namespace, final String lines) {
        return "ip -n " + namespace + " -batch - <<'END'\n" + lines + "END";
    }

    /** How a host is set up. */
    private static String host(final int number) {
        return """
                link set lo up
                address add 10.77.%1$d.1/24 dev eth0
                address add fd77:%1$d::1/64 dev eth0 nodad
                link set eth0 up
                route add default via 10.77.%1$d.2
                route add default via fd77:%1$d::2
                """.formatted(number);
    }

    /** How the router's end of the link to a host is. */
    private static String gate(final int number) {
        return """
                address add 10.77.%1$d.2/24 dev to%1$d
                address add fd77:%1$d::2/64 dev to%1$d nodad
                link set to%1$d up
                """.formatted(number);
    }

    /** Changes what the router and the far host carry on the link between them. */
    void mtuBehindTheRouter(final int mtu) throws IOException {
        run("ip -n " + router + " link set to2 mtu " + mtu);
        run("ip -n " + far + " link set eth0 mtu " + mtu);
    }

    /**
     * Changes the addresses of the near host, one after the other: {@code add 10.77.1.3/24} or {@code delete ...}.
     */
    void changeNearAddresses(final String... changes) throws IOException {
        for (final String change : changes) {
            run("ip -n " + near + " address " + change + " dev eth0");
        }
    }

    /** Has Linux's own SCTP of both hosts speak through UDP (RFC 6951). An end that runs ours has that port itself. */
    void encapsulateSctp() throws IOException {
        for (final String host : List.of(near, far)) {
            run("ip netns exec " + host + " sysctl -qw net.sctp.encap_port=9899");
        }
    }

    /** Gives the kernel of a host the port at which SCTP is heard. */
    void listenForSctp(final List<String> host) throws IOException {
        run(String.join(" ", host) + " sysctl -qw net.sctp.udp_port=9899");
    }

    /** Changes what the near host's own interface carries. */
    void mtuOfTheNearHost(final int mtu) throws IOException {
        run("ip -n " + near + " link set eth0 mtu " + mtu);
    }

    /** How many packets of IPv4 were fragmented, by the router or by a host that it told of the MTU. */
    long fragmented() throws IOException {
        long count = 0;
        for (final String namespace : namespaces) {
            final List<String> words = List.of(output("ip netns exec " + namespace + " nstat -asz IpFragOKs")
                    .split("\\s+"));
            count += Long.parseLong(words.get(words.indexOf("IpFragOKs") + 1));
        }
        return count;
    }

    List<String> onTheNearHost() {
        return List.of("ip", "netns", "exec", near);
    }

    List<String> onTheFarHost() {
        return List.of("ip", "netns", "exec", far);
    }

    @Override
    public void close() throws IOException {
        if (!namespaces.isEmpty()) {
            // The last one to go is the first that was made: of the others some may be missing.
            Collections.reverse(namespaces);
            output(List.of("sh", "-c", "ip netns delete " + String.join("; ip netns delete ", namespaces)));
            namespaces.clear();
        }
    }

    private static boolean attempt(final String command) {
        try {
            return start(List.of(command.split(" "))).waitFor() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void run(final String command) throws IOException {
        output(command);
    }

    private static String output(final String command) throws IOException {
        return output(List.of(command.split(" ")));
    }

    private static String output(final List<String> command) throws IOException {
        final Process process = start(command);
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertEquals(0, process.exitValue(), () -> command + ": " + output);
        return output;
    }

    private static Process start(final List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
