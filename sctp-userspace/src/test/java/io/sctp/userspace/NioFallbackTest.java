package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpServerChannel;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the native library cannot be loaded NIO takes its place, says so, and listens nowhere else: in JVMs of their
 * own.
 */
class NioFallbackTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Path LATEST_JDK = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");

    @Test
    void shouldKeepABoundAddressWhereTheTemporaryFolderIsUnusable(@TempDir final Path folder) throws Exception {
        final Path missing = folder.resolve("missing");
        assertFellBack(ChildJvm.run(NioFallbackTest.class, List.of("-Djava.io.tmpdir=" + missing)));
    }

    @Test
    void shouldFallBackWhereNativeAccessIsDenied() throws Exception {
        assumeTrue(Files.isDirectory(LATEST_JDK), "needs JDK 24 or later");
        assertFellBack(ChildJvm.run(LATEST_JDK, NioFallbackTest.class, List.of("--illegal-native-access=deny")));
    }

    private static void assertFellBack(final String said) {
        assertTrue(said.contains("served at 127.0.0.1, refused at 127.0.0.2"), said);
        assertEquals(said.indexOf("SCTP goes through java.nio"), said.lastIndexOf("SCTP goes through java.nio"), said);
        assertTrue(said.contains("SCTP goes through java.nio"), said);
    }

    @Test
    void shouldKeepABoundAddressOverNioThatWasAskedFor() throws Exception {
        final String said = ChildJvm.run(NioFallbackTest.class, List.of("-Dio.sctp.udp.io=nio"));
        assertTrue(said.contains("served at 127.0.0.1, refused at 127.0.0.2"), said);
        assertFalse(said.contains("SCTP goes through java.nio"), said);
    }

    @Test
    void shouldSayThatItCannotWorkWhereTheLibraryIsDemanded(@TempDir final Path folder) throws Exception {
        final String said = ChildJvm.run(
                NioFallbackTest.class,
                List.of("-Dio.sctp.udp.io=native", "-Djava.io.tmpdir=" + folder.resolve("missing")),
                "ask");
        assertTrue(said.contains("false, and again false, then Unsupported"), said);
    }

    @Test
    void shouldSayThatItCannotWorkWhereAPropertyIsWrong() throws Exception {
        final String said = ChildJvm.run(NioFallbackTest.class, List.of("-Dio.sctp.udp.io=fast"), "ask");
        assertTrue(said.contains("false, and again false, then Unsupported"), said);
        assertTrue(said.contains("not auto, native or nio"), said);
    }

    /** The program. */
    public static void main(final String[] arguments) throws IOException {
        final SctpProvider provider = new UserspaceProvider();
        if (arguments.length > 0) {
            final var first = provider.availability();
            final var second = provider.availability();
            String kind = "nothing";
            try (SctpChannel channel = provider.openChannel(null)) {
                kind = channel.toString();
            } catch (final SctpException e) {
                kind = e.getClass().getSimpleName();
            }
            System.out.println(
                    first.available() + ", and again " + second.available() + ", then " + kind + ": " + first.reason());
            return;
        }
        if (!provider.availability().available()) {
            throw new IllegalStateException(provider.availability().reason());
        }
        final InetAddress bound = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        final InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (SctpServerChannel server = provider.openServerChannel(null);
                SctpMultiChannel many = provider.openMultiChannel(null)) {
            server.bind(SctpAddress.of(0, bound));
            many.bind(SctpAddress.of(0, bound));
            final int port = server.getLocalAddress().port();
            final int manyPort = many.getLocalAddress().port();
            connect(provider, SctpAddress.of(port, bound));
            try (SctpChannel accepted = server.accept(LONG)) {
                accepted.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG);
            }
            connect(provider, SctpAddress.of(manyPort, bound));
            many.receive(ByteBuffer.allocate(10), new ReceiveInfo(), LONG);
            requireRefused(provider, SctpAddress.of(port, other));
            requireRefused(provider, SctpAddress.of(manyPort, other));
        }
        System.out.println("served at 127.0.0.1, refused at 127.0.0.2");
    }

    private static void connect(final SctpProvider provider, final SctpAddress peer) throws IOException {
        try (SctpChannel client = provider.openChannel(null)) {
            client.connect(peer, LONG);
            client.send(ByteBuffer.wrap(new byte[] {1}), null, LONG);
        }
    }

    private static void requireRefused(final SctpProvider provider, final SctpAddress peer) throws IOException {
        try (SctpChannel client = provider.openChannel(null)) {
            client.connect(peer, SHORT);
        } catch (final SctpException.Refused | SctpException.TimedOut e) {
            return; // the answer may come from another address than the one asked, which the client does not believe
        }
        throw new IllegalStateException(peer + " was served");
    }
}
