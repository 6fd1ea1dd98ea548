package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.userspace.config.StackConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, where no channel ever listened. */
class NobodyListensTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void shouldBeRefusedAtOnceAndConnectedOnceSomebodyListens() throws Exception {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + StackConfig.UDP_PORT_PROPERTY + "=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NobodyListensTest.class.getName())
                .redirectErrorStream(true)
                .start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertEquals("refused; connected", said.strip());
    }

    /** A client that comes before its server, and tries again. */
    public static void main(final String[] arguments) throws IOException {
        final SctpAddress address = SctpAddress.loopback(7000);
        try (SctpChannel early = UserspaceTck.PROVIDER.openChannel(null)) {
            early.connect(address, LONG);
        } catch (final SctpException.Refused e) {
            System.out.print("refused; ");
        }
        try (var server = UserspaceTck.PROVIDER.openServerChannel(null).bind(address, 1);
                SctpChannel client = UserspaceTck.PROVIDER.openChannel(null)) {
            client.connect(server.getLocalAddress(), LONG);
            System.out.println("connected");
        }
    }
}
