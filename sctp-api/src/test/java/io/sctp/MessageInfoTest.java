package io.sctp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.spi.MessageDescriptor;
import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link SendInfo} and {@link ReceiveInfo} against the memory layout that providers see. */
final class MessageInfoTest {
    @Test
    void shouldLayOutWhatIsSentAsProvidersReadIt() {
        final SendInfo info = new SendInfo()
                .stream(0xFFFE)
                        .ppid(0x0102_0304)
                        .context(7)
                        .association(9)
                        .partialReliability(PrPolicy.RETRANSMISSIONS, 5)
                        .authKey(0xFFFF)
                        .unordered(true)
                        .sackImmediately(true)
                        .overridePrimary(true)
                        .sendToAll(true)
                        .destination(
                                new InetSocketAddress(SctpAddress.loopback(0).address(), 40_000));
        final ByteBuffer memory = info.memory();
        assertEquals(ByteOrder.nativeOrder(), memory.order());
        assertEquals(128, memory.capacity());
        assertEquals((short) 0xFFFE, memory.getShort(12));
        assertEquals(0x0102_0304, memory.getInt(16));
        assertEquals(7, memory.getInt(28));
        assertEquals(9, memory.getInt(8));
        assertEquals(5, memory.getInt(32));
        assertEquals(2, memory.getShort(36));
        assertEquals((short) 0xFFFF, memory.getShort(38));
        assertEquals(0x1 | 0x20 | 0x40 | 0x80 | 0x400 | 0x800, memory.getInt(4));
        assertEquals(SocketAddresses.AF_INET, memory.getShort(64));
        assertEquals(info.destination(), SocketAddresses.read(memory, 64));
    }

    @Test
    void shouldReadBackWhatWasSet() {
        final InetSocketAddress peer =
                new InetSocketAddress(SctpAddress.loopback(0).address(), 9);
        final SendInfo info = new SendInfo();
        assertEquals(-1, info.authKey(), "no key of its own");
        assertEquals(PrPolicy.RELIABLE, info.prPolicy());
        info.stream(65_535).ppid(-1).context(-2).association(3).authKey(0).destination(peer);
        info.unordered(true).sackImmediately(true).overridePrimary(true).sendToAll(true);
        info.lifetime(Duration.ofMillis(1500));
        assertEquals(65_535, info.stream());
        assertEquals(-1, info.ppid());
        assertEquals(-2, info.context());
        assertEquals(3, info.association());
        assertEquals(0, info.authKey());
        assertSame(peer, info.destination());
        assertEquals(PrPolicy.LIFETIME, info.prPolicy());
        assertEquals(1500, info.prValue());
        assertTrue(info.unordered() && info.sackImmediately() && info.overridePrimary() && info.sendToAll());
        info.unordered(false)
                .sackImmediately(false)
                .overridePrimary(false)
                .sendToAll(false)
                .destination(null);
        assertFalse(info.unordered() || info.sackImmediately() || info.overridePrimary() || info.sendToAll());
        assertNull(info.destination());
        assertEquals(MessageDescriptor.FLAG_AUTH_KEY, info.memory().getInt(4), "only the key is left");
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        final SendInfo info = new SendInfo()
                .stream(1)
                        .ppid(2)
                        .context(3)
                        .association(4)
                        .unordered(true)
                        .authKey(5)
                        .lifetime(Duration.ofSeconds(1))
                        .destination(
                                new InetSocketAddress(SctpAddress.loopback(0).address(), 9));
        assertSame(info, info.clear());
        for (int i = 0; i < info.memory().capacity(); i++) {
            assertEquals(0, info.memory().get(i), "byte " + i);
        }
        assertNull(info.destination());
        assertEquals(new SendInfo().toString(), info.toString());
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        final SendInfo info = new SendInfo();
        assertThrows(IllegalArgumentException.class, () -> info.stream(-1));
        assertThrows(IllegalArgumentException.class, () -> info.stream(65_536));
        assertThrows(IllegalArgumentException.class, () -> info.authKey(-1));
        assertThrows(IllegalArgumentException.class, () -> info.authKey(65_536));
        assertThrows(IllegalArgumentException.class, () -> info.partialReliability(PrPolicy.PRIORITY, -1));
        assertThrows(IllegalArgumentException.class, () -> info.lifetime(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> info.lifetime(Duration.ofNanos(-1)));
        assertThrows(ArithmeticException.class, () -> info.lifetime(Duration.ofDays(10_000)));
        assertThrows(
                IllegalArgumentException.class,
                () -> info.destination(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
        assertEquals(new SendInfo().toString(), info.toString(), "a refused value changes nothing");
    }

    @Test
    void shouldRoundALifetimeUpToWholeMilliseconds() {
        assertEquals(0, new SendInfo().lifetime(Duration.ZERO).prValue());
        assertEquals(1, new SendInfo().lifetime(Duration.ofNanos(1)).prValue(), "a short life is not an endless one");
        assertEquals(2, new SendInfo().lifetime(Duration.ofNanos(1_000_001)).prValue());
    }

    @Test
    void shouldShowWhatProvidersHaveReceived() {
        final ReceiveInfo info = new ReceiveInfo();
        final ByteBuffer memory = info.memory();
        memory.putInt(4, 0x1 | 0x2 | 0x10 | 0x20)
                .putInt(8, 11)
                .putShort(12, (short) 0xFFFF)
                .putShort(14, (short) 0x8001);
        memory.putInt(16, 46).putInt(20, -5).putInt(24, -6).putInt(28, 77);
        final InetSocketAddress peer =
                new InetSocketAddress(SctpAddress.parse("[fd00::5]:1").address(), 3868);
        SocketAddresses.write(memory, 64, peer);
        memory.putInt(92, 60).putInt(96, 12).putInt(100, 999).putShort(104, (short) 0xFFFE);
        assertEquals(11, info.association());
        assertEquals(0xFFFF, info.stream());
        assertEquals(0x8001, info.ssn());
        assertEquals(46, info.ppid());
        assertEquals(-5, info.tsn());
        assertEquals(-6, info.cumulativeTsn());
        assertEquals(77, info.context());
        assertTrue(info.unordered() && info.complete() && info.hasNext());
        assertEquals(peer, info.source());
        assertEquals(60, info.nextPpid());
        assertEquals(12, info.nextAssociation());
        assertEquals(999, info.nextLength());
        assertEquals(0xFFFE, info.nextStream());
        memory.putInt(4, 0);
        assertFalse(info.unordered() || info.complete() || info.hasNext());
        assertNull(info.source());
    }

    @Test
    void shouldAskForItsMemorysAddressOnce() {
        final AtomicInteger asked = new AtomicInteger();
        final ReceiveInfo receive = new ReceiveInfo();
        for (int i = 0; i < 3; i++) {
            assertEquals(4096, receive.memoryAddress(memory -> 4096L * asked.incrementAndGet()));
        }
        assertEquals(1, asked.get());
    }

    @Test
    void shouldTellInTextWhatMatters() {
        assertEquals(
                "SendInfo[stream=3, ppid=4294967295, unordered, LIFETIME=50]",
                new SendInfo()
                        .stream(3)
                                .ppid(-1)
                                .unordered(true)
                                .lifetime(Duration.ofMillis(50))
                                .toString());
        final ReceiveInfo info = new ReceiveInfo();
        info.memory()
                .putInt(4, MessageDescriptor.FLAG_COMPLETE)
                .putShort(12, (short) 2)
                .putInt(16, 46);
        assertEquals("ReceiveInfo[association=0, stream=2, ssn=0, ppid=46, tsn=0]", info.toString());
        info.memory().putInt(4, 0);
        assertTrue(info.toString().contains("more follows"), info::toString);
        info.notification(new SctpNotification.Shutdown(5));
        assertEquals("ReceiveInfo[Shutdown[association=5]]", info.toString());
    }
}
