package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.SctpAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketAddressesTest {
    private static final int OFFSET = 4;
    private static final byte DIRTY = 0x5A;

    private final ByteBuffer memory = dirtyMemory();

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3:38412", "255.255.255.255:65535", "0.0.0.0:0", "[fd00::1]:9", "[fe80::1%7]:80"})
    void shouldReadWhatItWrote(final String text) {
        final InetSocketAddress address = SctpAddress.parse(text).socketAddress();
        final int size = SocketAddresses.write(memory, OFFSET, address);
        assertEquals(SocketAddresses.size(address.getAddress()), size);
        final InetSocketAddress read = SocketAddresses.read(memory, OFFSET);
        assertEquals(address, read);
        if (address.getAddress() instanceof Inet6Address scoped) {
            assertEquals(scoped.getScopeId(), ((Inet6Address) read.getAddress()).getScopeId());
        }
        assertEquals(DIRTY, memory.get(OFFSET - 1), "what lies before is untouched");
        assertEquals(DIRTY, memory.get(OFFSET + size), "what lies behind is untouched");
    }

    @Test
    void shouldWriteIpv4AsTheKernelReadsIt() {
        SocketAddresses.write(memory, OFFSET, SctpAddress.parse("10.1.2.3:258").socketAddress());
        assertEquals("0102" + "0a010203" + "0000000000000000", hex(2, 14), "port and address in network order");
        assertEquals(2, memory.getShort(OFFSET), "the family in the machine's order");
    }

    @Test
    void shouldWriteIpv6AsTheKernelReadsIt() {
        SocketAddresses.write(
                memory, OFFSET, SctpAddress.parse("[fe80::102%7]:258").socketAddress());
        assertEquals("0102" + "00000000" + "fe800000000000000000000000000102", hex(2, 22));
        assertEquals(10, memory.getShort(OFFSET));
        assertEquals(7, memory.getInt(OFFSET + 24));
    }

    @Test
    void shouldShowAMappedAddressAsIpv4() {
        SocketAddresses.write(memory, OFFSET, SctpAddress.parse("[fd00::1]:99").socketAddress());
        memory.put(OFFSET + 8, HexFormat.of().parseHex("00000000000000000000ffff0a010203"));
        assertEquals(SctpAddress.parse("10.1.2.3:99").socketAddress(), SocketAddresses.read(memory, OFFSET));
    }

    @Test
    void shouldDropAScopeThatMeansNothing() {
        SocketAddresses.write(memory, OFFSET, SctpAddress.parse("[fd00::1]:99").socketAddress());
        memory.putInt(OFFSET + 24, 3);
        assertEquals(SctpAddress.parse("[fd00::1]:99").socketAddress(), SocketAddresses.read(memory, OFFSET));
    }

    @Test
    void shouldReadNothingFromAnUnknownFamily() {
        memory.putShort(OFFSET, (short) 0);
        assertNull(SocketAddresses.read(memory, OFFSET));
        memory.putShort(OFFSET, (short) 1);
        assertNull(SocketAddresses.read(memory, OFFSET));
    }

    private String hex(final int from, final int length) {
        final byte[] bytes = new byte[length];
        memory.get(OFFSET + from, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer dirtyMemory() {
        final ByteBuffer memory = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
        while (memory.hasRemaining()) {
            memory.put(DIRTY);
        }
        return memory;
    }
}
