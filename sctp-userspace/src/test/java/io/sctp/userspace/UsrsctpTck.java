package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The engine beside usrsctp, the SCTP of browsers, over UDP: with Debian's example programs as server and as client.
 */
abstract class UsrsctpTck extends Tck {
    /** The SCTP port of {@code echo_server}. */
    static final int ECHO = 7;

    private static final Path PROGRAMS = Path.of("/usr/lib/usrsctp");

    /** The UDP ports that were given to programs. */
    final List<Integer> peersUdpPorts = new ArrayList<>();

    /** The test's own; null for the default one. */
    private UserspaceStack stack;

    @Override
    protected SctpProvider provider() {
        return stack == null ? UserspaceTck.PROVIDER : stack.provider();
    }

    /** From now on each packet leaves as a datagram of its own, so that a capture shows it by itself. */
    final void sendPacketsOneByOne() {
        stack = closing(UserspaceStack.builder().udpPort(0).io(PacketIo.NIO).build());
        closing(() -> stack = null);
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        final boolean isHere = Files.isExecutable(PROGRAMS.resolve("echo_server"));
        final String reason = PROGRAMS + " is not here; install the package libusrsctp-examples";
        assertTrue(isHere || !isRequired(), reason);
        assumeTrue(isHere, reason);
    }

    static boolean isRequired() {
        return Arrays.asList(System.getProperty(REQUIRED, "").split(",")).contains("usrsctp");
    }

    final int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            peersUdpPorts.add(socket.getLocalPort());
            return socket.getLocalPort();
        }
    }

    /** Where the engine listens for programs. */
    final int ownUdpPort() throws IOException {
        return stack == null ? UserspaceTck.stack().listening().first().udpPort() : stack.udpPort();
    }

    /** Starts a program that ends with the test; what it prints is lost. */
    final Process start(final String program, final Object... arguments) throws IOException {
        return start(new ProcessBuilder(command(program, arguments)).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    /** Starts a program that ends with the test, and whose output can be read line by line as it comes. */
    final Process startTalking(final String program, final Object... arguments) throws IOException {
        final List<String> command = command(program, arguments);
        command.addAll(0, List.of("stdbuf", "-oL"));
        return start(new ProcessBuilder(command));
    }

    private static List<String> command(final String program, final Object... arguments) {
        final List<String> command =
                new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private Process start(final ProcessBuilder builder) throws IOException {
        final Process process = builder.redirectErrorStream(true).start();
        closing(() -> kill(process));
        return process;
    }

    /** Ends a program in the middle of what it does: the peer is told nothing. */
    static void kill(final Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "the program cannot be ended");
    }

    static String firstLineWith(final String text, final BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(text)) {
            line = lines.readLine();
        }
        return line;
    }

    /** Connects as soon as the program listens. */
    final SctpChannel connect(final int udpPort, final int port) throws IOException {
        for (int attempt = 0; ; attempt++) {
            final SctpChannel client = closing(provider().openChannel(null));
            client.setOption(SctpOptions.REMOTE_UDP_ENCAPS_PORT, udpPort);
            try {
                client.connect(SctpAddress.loopback(port), Duration.ofSeconds(3));
                return client;
            } catch (final SctpException e) {
                if (attempt == 10) {
                    throw e;
                }
                pause(Duration.ofMillis(100));
            }
        }
    }
}
