package io.sctp.userspace.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest(name = "{1}, to a peer at {0}: {2}")
    @CsvSource({
        "127.0.0.1, 127.0.0.2, true",
        "127.0.0.1, 10.0.0.1, true",
        "::1, 192.0.2.1, true",
        "10.0.0.9, 127.0.0.1, false",
        "10.0.0.9, ::1, false",
        "10.0.0.9, 192.168.7.1, true",
        "10.0.0.9, fd00::1, true",
        "10.0.0.9, 192.0.2.1, true",
        "192.0.2.9, 192.0.2.1, true",
        "192.0.2.9, 172.16.0.1, false",
        "192.0.2.9, fd00::1, false",
        "2001:db8::9, 2001:db8::1, true",
        "2001:db8::9, 10.0.0.1, false",
        "fc00::9, 10.0.0.1, true",
        "fe80::9, 10.0.0.1, true",
    })
    void shouldTellAPeerOnlyOfAddressesThatMeanThisMachineThere(
            final String peer, final String address, final boolean isKnown) throws UnknownHostException {
        assertEquals(isKnown, Addresses.isKnownTo(InetAddress.getByName(peer), InetAddress.getByName(address)));
    }
}
