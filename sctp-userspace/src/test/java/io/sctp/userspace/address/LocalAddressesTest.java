package io.sctp.userspace.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sctp.engine.config.IpAddress;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    private static final int MOST = 4096;

    private final LocalAddresses addresses = new LocalAddresses();

    private static IpAddress address(final int number) {
        return IpAddress.ofIpv4(0x7F00_0001 + number);
    }

    @Test
    void shouldGiveEachAddressOneNumber() {
        final int first = addresses.idOf(address(0));
        final int second = addresses.idOf(address(1));
        assertNotEquals(first, second);
        assertEquals(first, addresses.idOf(address(0)));
        assertEquals(address(1), addresses.address(second));
    }

    /** A stranger on this machine may send to any address of the loopback interface. */
    @Test
    void shouldLeaveTheChoiceToTheSystemOnceThereAreTooMany() {
        for (int i = 1; i < MOST; i++) {
            assertEquals(i, addresses.idOf(address(i)));
        }
        for (int i = MOST; i < 2 * MOST; i++) {
            assertEquals(LocalAddresses.ANY, addresses.idOf(address(i)));
        }
        assertEquals(1, addresses.idOf(address(1)));
    }
}
