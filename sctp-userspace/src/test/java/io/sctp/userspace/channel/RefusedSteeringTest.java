package io.sctp.userspace.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.userspace.UserspaceTck;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.Driver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Three drivers are to listen, where the kernel steers and where it refuses: in a JVM of its own, as all share them.
 */
class RefusedSteeringTest {
    /** Takes the place of setsockopt, and refuses to attach a program that steers. */
    private static final Path REFUSAL = Path.of("../sctp-native/target/cmake/release/test/librefuse_steering.so")
            .toAbsolutePath();

    private static final int CHANNELS = 16;
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void shouldListenWithAllDriversWhereTheKernelSteers() throws Exception {
        final String said = run("");
        assertTrue(said.contains("3 listen, associations with 3, messages 32"), said);
    }

    @Test
    void shouldListenWithOneDriverWhereTheKernelRefuses() throws Exception {
        assertTrue(Files.exists(REFUSAL), () -> "the build of sctp-native makes " + REFUSAL);
        final String said = run(REFUSAL.toString());
        assertTrue(said.contains("1 listen, associations with 1, messages 32"), said);
        assertTrue(said.contains("one thread for all endpoints that listen"), () -> "no warning in: " + said);
    }

    private static String run(final String preloaded) throws Exception {
        final ProcessBuilder program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + StackConfig.THREADS_PROPERTY + "=3",
                        "-D" + StackConfig.UDP_PORT_PROPERTY + "=0",
                        "-Dio.sctp.udp.io=native",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RefusedSteeringTest.class.getName())
                .redirectErrorStream(true);
        program.environment().put("LD_PRELOAD", preloaded);
        final Process process = program.start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /** Accepts associations with a listening channel, has some with a one-to-many channel, and says who has them. */
    public static void main(final String[] arguments) throws IOException {
        int messages = 0;
        final Set<Driver> drivers = new HashSet<>();
        try (SctpServerChannel server = UserspaceTck.PROVIDER.openServerChannel(null);
                SctpMultiChannel many = UserspaceTck.PROVIDER.openMultiChannel(null)) {
            server.bind(SctpAddress.loopback(0));
            many.bind(SctpAddress.loopback(0));
            for (int i = 0; i < CHANNELS; i++) {
                try (SctpChannel client = connect(server.getLocalAddress());
                        SctpChannel accepted = server.accept(LONG);
                        SctpChannel other = connect(many.getLocalAddress())) {
                    drivers.add(((UserspaceEndpoint) accepted).driver());
                    messages += exchange(client, accepted) + exchange(other, many);
                }
            }
        }
        final long listening = UserspaceTck.stack().listening().drivers().stream()
                .filter(Driver::isSocketOpen)
                .count();
        System.out.println(listening + " listen, associations with " + drivers.size() + ", messages " + messages);
    }

    private static SctpChannel connect(final SctpAddress server) throws IOException {
        final SctpChannel client = UserspaceTck.PROVIDER.openChannel(null);
        client.connect(server, LONG);
        return client;
    }

    private static int exchange(final SctpChannel from, final SctpMessageChannel to) throws IOException {
        from.send(ByteBuffer.wrap(new byte[] {7}), new SendInfo(), LONG);
        final ByteBuffer received = ByteBuffer.allocate(10);
        final int length = to.receive(received, new ReceiveInfo(), LONG);
        return length == 1 && received.get(0) == 7 ? 1 : 0;
    }
}
