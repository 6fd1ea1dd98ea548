package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UncutLoopbackTest {
    private static final long TEN_MS = 10_000_000;

    @TempDir
    private Path folder;

    private long nowNs = Long.MAX_VALUE - 5;

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.255.255.254, true",
        "::1, true",
        "126.255.255.255, false",
        "128.0.0.1, false",
        "10.0.0.1, false",
        "::, false",
        "::2, false",
        "fe80::1, false",
        "::127.0.0.1, false"
    })
    void shouldLeadToLoopbackOnly(final String address, final boolean expected) throws IOException {
        assertEquals(expected, leads(routes(), address), address);
    }

    /** Whatever the kernel's SCTP receives. */
    @Test
    void shouldLeaveTheMachineUnlessItIsLoopback() throws IOException {
        set("9899\n");
        final IpAddress loopback =
                IpAddress.of(InetAddress.getByName("127.0.0.9").getAddress());
        final IpAddress other = IpAddress.of(InetAddress.getByName("10.0.0.1").getAddress());
        assertTrue(routes().stayOnTheMachine(loopback.high(), loopback.low()));
        assertFalse(routes().stayOnTheMachine(other.high(), other.low()));
    }

    @Test
    void shouldLeadNowhereWhileTheKernelsSctpReceivesOverUdp() throws IOException {
        set("9899\n");
        assertFalse(leads(routes(), "127.0.0.1"));
    }

    @Test
    void shouldLeadToLoopbackWhereTheKernelReceivesNone() throws IOException {
        set("0\n");
        assertTrue(leads(routes(), "127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "00\n", "0", "0 \n", "-1\n", "01234567890123456789\n"})
    void shouldLeadNowhereWhereTheSettingSaysSomethingElse(final String text) throws IOException {
        set(text);
        assertFalse(leads(routes(), "::1"));
    }

    @Test
    void shouldLeadNowhereWhereTheSettingCannotBeRead() throws IOException {
        Files.createDirectories(setting());
        assertFalse(leads(routes(), "::1"));
    }

    @Test
    void shouldLeadNowhereWhereItIsNotKnownWhetherThereIsASetting() throws IOException {
        Files.createFile(setting().getParent());
        assertFalse(leads(routes(), "::1"));
    }

    @Test
    void shouldLeadNowhereWhereNoSettingsCanBeSeen() throws IOException {
        assertFalse(leads(new UncutLoopback(folder.resolve("none"), () -> nowNs), "::1"));
    }

    @Test
    void shouldNoticeWithinTenMillisecondsWhatChanges() throws IOException {
        final UncutLoopback routes = routes();
        assertTrue(leads(routes, "127.0.0.1"));
        set("9899\n");
        nowNs += TEN_MS;
        assertFalse(leads(routes, "127.0.0.1"));
        set("0\n");
        nowNs += TEN_MS;
        assertTrue(leads(routes, "127.0.0.1"));
    }

    private UncutLoopback routes() {
        return new UncutLoopback(folder, () -> nowNs);
    }

    private Path setting() {
        return folder.resolve("sctp/udp_port");
    }

    private void set(final String text) throws IOException {
        Files.createDirectories(setting().getParent());
        Files.writeString(setting(), text);
    }

    private static boolean leads(final UncutLoopback routes, final String address) throws IOException {
        final IpAddress ip = IpAddress.of(InetAddress.getByName(address).getAddress());
        return routes.leadTo(ip.high(), ip.low());
    }
}
