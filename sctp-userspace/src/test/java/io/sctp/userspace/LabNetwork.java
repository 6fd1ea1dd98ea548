package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The network of the lab's guest: two more addresses, and a loopback interface, over which everything goes, that netem
 * makes worse.
 */
final class LabNetwork {
    /** Each is its own source, so that dropping what goes to the first cuts the first path in both directions. */
    static final List<String> TWO_ADDRESSES = List.of("198.51.100.1", "198.51.100.2");

    /** What is done meanwhile. */
    interface Action {
        void run() throws Exception;
    }

    /** Where the engine listens: the standard port is the kernel's here. */
    static final String OWN_UDP_PORT = "9900";

    /** Not the loopback interface, whose addresses usrsctp uses with nobody but 127.0.0.1. */
    private static final String INTERFACE = "sctp-test";

    private LabNetwork() {}

    /** Skips the tests outside the lab. What was begun must be ended with {@link #restore}. */
    static void prepare() throws IOException {
        assumeTrue(System.getenv("LAB_KERNEL") != null, "changes the kernel's settings and its loopback: for the lab");
        System.setProperty(StackConfig.UDP_PORT_PROPERTY, OWN_UDP_PORT);
        run("ip link add " + INTERFACE + " type veth peer name " + INTERFACE + "-peer");
        run("ip link set " + INTERFACE + " up");
        for (final String address : TWO_ADDRESSES) {
            changeAddress("add", address);
        }
    }

    static void restore() throws IOException {
        run("ip link delete " + INTERFACE);
        System.clearProperty(StackConfig.UDP_PORT_PROPERTY);
    }

    /** The guest has one more address meanwhile. */
    static void withAddress(final String address, final Action meanwhile) throws Exception {
        changeAddress("add", address);
        try {
            meanwhile.run();
        } finally {
            changeAddress("delete", address);
        }
    }

    private static void changeAddress(final String change, final String address) throws IOException {
        run("ip address " + change + " " + address + "/32 dev " + INTERFACE);
    }

    /** Does to all packets what netem is told, for example {@code loss 2%}. */
    static void withNetem(final String what, final Action meanwhile) throws Exception {
        run("tc qdisc add dev lo root netem " + what);
        runAndRestore(meanwhile);
    }

    /** Drops without a word what goes to the first of the two addresses. */
    static void withFirstAddressCut(final Action meanwhile) throws Exception {
        run("tc qdisc add dev lo root handle 1: prio bands 4");
        run("tc qdisc add dev lo parent 1:4 netem loss 100%");
        run("tc filter add dev lo parent 1: protocol ip prio 1 u32 match ip dst " + TWO_ADDRESSES.get(0)
                + "/32 flowid 1:4");
        runAndRestore(meanwhile);
    }

    private static void runAndRestore(final Action meanwhile) throws Exception {
        try {
            meanwhile.run();
        } finally {
            run("tc qdisc del dev lo root");
        }
    }

    private static void run(final String command) throws IOException {
        final Process process =
                new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), () -> command + ": " + output);
    }
}
