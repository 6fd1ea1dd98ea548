package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SctpAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1:38412",
                "10.0.0.1/10.1.0.1:38412",
                "255.255.255.255/0.0.0.1/192.168.100.200:65535",
                "[0:0:0:0:0:0:0:1]:36412",
                "[fd00:0:0:0:0:0:0:1]/10.0.0.1:1",
                "127.0.0.1:0"
            })
    void shouldPrintWhatItParses(final String text) {
        final SctpAddress address = SctpAddress.parse(text);
        assertEquals(text, address.toString());
        assertEquals(address, SctpAddress.parse(address.toString()));
    }

    @Test
    void shouldParseAddressesAndPort() {
        final SctpAddress address = SctpAddress.parse("10.0.0.1/10.1.0.1:38412");
        assertEquals(38412, address.port());
        assertEquals(List.of(ip(10, 0, 0, 1), ip(10, 1, 0, 1)), address.addresses());
        assertEquals(ip(10, 0, 0, 1), address.address());
        assertEquals(new InetSocketAddress(ip(10, 0, 0, 1), 38412), address.socketAddress());
    }

    @Test
    void shouldParseTheShortFormsOfIpv6() {
        assertEquals(SctpAddress.parse("[0:0:0:0:0:0:0:1]:1"), SctpAddress.parse("[::1]:1"));
        assertEquals(
                SctpAddress.parse("[fd00:0:0:0:0:0:0:1]/[0:0:0:0:0:0:0:1]:36412"),
                SctpAddress.parse("[fd00::1]/[::1]:36412"));
        assertTrue(SctpAddress.parse("[::1]/[fd00::1]:36412").isIpv6Only());
        assertFalse(SctpAddress.parse("[::1]/10.0.0.1:36412").isIpv6Only());
        assertFalse(SctpAddress.parse("[::1]/10.0.0.1:36412").isIpv4Only());
        assertTrue(SctpAddress.parse("10.0.0.1/10.1.0.1:36412").isIpv4Only());
    }

    @Test
    void shouldKeepTheScopeOfALinkLocalAddress() {
        final SctpAddress numeric = SctpAddress.parse("[fe80::1%7]:9");
        assertEquals(7, ((Inet6Address) numeric.address()).getScopeId());
        assertEquals(numeric, SctpAddress.parse(numeric.toString()));
        assertTrue(numeric.toString().contains("%7"), numeric::toString);
    }

    @Test
    void shouldTakeAMissingAddressForTheWildcard() {
        final SctpAddress address = SctpAddress.parse(":38412");
        assertEquals(SctpAddress.wildcard(38412), address);
        assertTrue(address.isWildcard());
        assertEquals(38412, address.port());
        assertFalse(SctpAddress.loopback(0).isWildcard());
        assertTrue(SctpAddress.parse("0.0.0.0:1").isWildcard());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | has no port",
                "10.0.0.1                  | has no port",
                "[::1]                     | has no port",
                "10.0.0.1:                 | '' is not a port number",
                "10.0.0.1:abc              | 'abc' is not a port number",
                "10.0.0.1:-1               | '-1' is not a port number",
                "10.0.0.1:+1               | '+1' is not a port number",
                "10.0.0.1:65536            | port 65536 is not between 0 and 65535",
                "10.0.0.1:4294967295       | '4294967295' is not a port number",
                "10.0.0.1/:1               | '' is not an IP address",
                "/10.0.0.1:1               | '' is not an IP address",
                "/:1                       | '' is not an IP address",
                "10.0.0.1//10.0.0.2:1      | '' is not an IP address",
                "10.0.0.256:1              | '10.0.0.256' is not an IP address",
                "10.0.1:1                  | '10.0.1' is not an IP address",
                "10.0.0.1.2:1              | '10.0.0.1.2' is not an IP address",
                "010.0.0.1:1               | '010.0.0.1' is not an IP address",
                "localhost:1               | host names need resolve",
                "::1:1                     | IPv6 in brackets",
                "[::1:1                    | '[::1' is not an IP address",
                "[]:1                      | '[]' is not an IP address",
                "[10.0.0.1]:1              | '[10.0.0.1]' is not an IP address",
                "[::g]:1                   | is not an IPv6 address",
                "[fe80::1%nosuchinterface]:1 | is not an IPv6 address",
                "10.0.0.1/10.0.0.1:1       | 10.0.0.1 is given twice",
                "[::1]/[0:0:0:0:0:0:0:1]:1 | is given twice",
                "10.0.0.1 :1               | '10.0.0.1 ' is not an IP address",
            })
    void shouldSayWhatIsWrongWithAText(final String text, final String complaint) {
        final IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> SctpAddress.parse(text));
        assertTrue(wrong.getMessage().contains(complaint), () -> "'" + complaint + "' is not in: " + wrong);
    }

    @Test
    void shouldResolveHosts() throws UnknownHostException {
        final SctpAddress literal = SctpAddress.resolve("127.0.0.1/127.0.0.2", 5);
        assertEquals(SctpAddress.parse("127.0.0.1/127.0.0.2:5"), literal);
        final SctpAddress localhost = SctpAddress.resolve("localhost", 5);
        assertTrue(localhost.addresses().stream().allMatch(InetAddress::isLoopbackAddress), () -> localhost.toString());
        assertEquals(
                SctpAddress.parse("127.0.0.1:5"), SctpAddress.resolve("127.0.0.1/127.0.0.1", 5), "named twice is once");
    }

    @Test
    void shouldNotResolveWhatHasNoAddress() {
        assertThrows(UnknownHostException.class, () -> SctpAddress.resolve("", 5));
        assertThrows(UnknownHostException.class, () -> SctpAddress.resolve("127.0.0.1/", 5));
        assertThrows(UnknownHostException.class, () -> SctpAddress.resolve("300.1.2.3.invalid", 5));
        assertThrows(IllegalArgumentException.class, () -> SctpAddress.resolve("127.0.0.1", 70_000));
    }

    @Test
    void shouldBeMadeOfOtherAddresses() {
        final SctpAddress address = SctpAddress.parse("127.0.0.1:5");
        assertSame(address, SctpAddress.of(address));
        assertEquals(address, SctpAddress.of(new InetSocketAddress(ip(127, 0, 0, 1), 5)));
        assertEquals(address, SctpAddress.loopback(5));
        assertEquals(address, SctpAddress.of(5, ip(127, 0, 0, 1)));
        assertEquals(address, SctpAddress.of(5, List.of(ip(127, 0, 0, 1))));
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThrows(IllegalArgumentException.class, () -> SctpAddress.of(5));
        assertThrows(IllegalArgumentException.class, () -> SctpAddress.of(-1, ip(127, 0, 0, 1)));
        assertThrows(IllegalArgumentException.class, () -> SctpAddress.of(65_536, ip(127, 0, 0, 1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> SctpAddress.of(InetSocketAddress.createUnresolved("nowhere.invalid", 5)));
        final SocketAddress strange = new SocketAddress() {
            private static final long serialVersionUID = 1L;
        };
        assertThrows(IllegalArgumentException.class, () -> SctpAddress.of(strange));
        assertThrows(NullPointerException.class, () -> SctpAddress.of((SocketAddress) null));
        assertThrows(NullPointerException.class, () -> SctpAddress.of(1, (InetAddress) null));
    }

    @Test
    void shouldBeEqualIfPortAndAddressesAreInTheirOrder() {
        final SctpAddress address = SctpAddress.parse("10.0.0.1/10.0.0.2:5");
        assertEquals(address, SctpAddress.parse("10.0.0.1/10.0.0.2:5"));
        assertEquals(
                address.hashCode(), SctpAddress.parse("10.0.0.1/10.0.0.2:5").hashCode());
        assertNotEquals(address, SctpAddress.parse("10.0.0.2/10.0.0.1:5"), "the first address is the primary one");
        assertNotEquals(address, SctpAddress.parse("10.0.0.1/10.0.0.2:6"));
        assertNotEquals(address, SctpAddress.parse("10.0.0.1:5"));
        assertNotEquals(address, (Object) "10.0.0.1/10.0.0.2:5");
    }

    @Test
    void shouldChangeThePortAlone() {
        final SctpAddress address = SctpAddress.parse("10.0.0.1/10.0.0.2:5");
        assertEquals(SctpAddress.parse("10.0.0.1/10.0.0.2:6"), address.withPort(6));
        assertEquals(5, address.port());
        assertThrows(IllegalArgumentException.class, () -> address.withPort(65_536));
    }

    @Test
    void shouldNotChangeAfterwards() {
        final InetAddress[] given = {ip(10, 0, 0, 1)};
        final SctpAddress address = SctpAddress.of(1, given);
        given[0] = ip(10, 0, 0, 2);
        assertEquals(ip(10, 0, 0, 1), address.address());
        assertThrows(
                UnsupportedOperationException.class, () -> address.addresses().add(ip(10, 0, 0, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1/[fd00::1]:38412", "[fe80::1%7]:1", ":0"})
    void shouldSurviveSerialization(final String text) throws IOException, ClassNotFoundException {
        final SctpAddress address = SctpAddress.parse(text);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(address);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(address, in.readObject());
        }
    }

    private static InetAddress ip(final int a, final int b, final int c, final int d) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (final UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
