package io.sctp.bench.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The capture is one of Debian's dumpcap on Linux 6.12: a client of M3UA at osmo-stp, over a link with an MTU of 576
 * bytes. It sends ASP Up, ASP Active, four BEATs of 1,000 bytes, each in two fragments, and ASP Down.
 */
class CaptureTest {
    private static final int PORT = 2905;

    @Test
    void shouldShowTheMessagesOfARealAssociation() throws IOException {
        final List<CapturedMessage> messages = Capture.messagesTo(PORT, capture());
        assertEquals(
                List.of(8, 8, 1000, 1000, 1000, 1000, 8),
                messages.stream().map(message -> message.bytes().remaining()).toList());
        assertEquals(
                List.of(0, 0, 0, 1, 0, 1, 0),
                messages.stream().map(CapturedMessage::stream).toList());
        messages.forEach(message -> {
            assertEquals(3, message.ppid());
            assertEquals(message.bytes().remaining(), message.bytes().getInt(4), "the length of M3UA's header");
        });
        assertEquals(0, messages.get(0).timeNs());
        assertEquals(49_330_000, messages.get(1).timeNs());
    }

    @Test
    void shouldShowOnlyWhatWentToThePort() throws IOException {
        final byte[] file = capture();
        final ByteBuffer bytes = ByteBuffer.wrap(file);
        final int clientPort = Short.toUnsignedInt(bytes.getShort(24 + 16 + 14 + 20));
        // The server's answers and its notification.
        assertEquals(
                List.of(8, 8, 1000, 1000, 1000, 1000, 8),
                Capture.messagesTo(clientPort, file).stream()
                        .map(message -> message.bytes().remaining())
                        .filter(length -> length == 8 || length == 1000)
                        .toList());
        final IOException thrown = assertThrows(IOException.class, () -> Capture.messagesTo(1, file));
        assertEquals("it shows no SCTP message to port 1", thrown.getMessage());
    }

    @Test
    void shouldTakeEachMessageOnceHoweverOftenItWasSent() throws IOException {
        final byte[] file = capture();
        final byte[] twice = Arrays.copyOf(file, 2 * file.length - 24);
        System.arraycopy(file, 24, twice, file.length, file.length - 24);
        assertEquals(7, Capture.messagesTo(PORT, twice).size());
    }

    @Test
    void shouldReadWhatIsThereOfACaptureThatWasCutOff() throws IOException {
        final byte[] file = capture();
        for (int length = 24; length < file.length; length += 7) {
            final byte[] part = Arrays.copyOf(file, length);
            try {
                assertTrue(Capture.messagesTo(PORT, part).size() <= 7);
            } catch (final IOException e) {
                assertTrue(e.getMessage().startsWith("it shows no SCTP message"), e.getMessage());
            }
        }
    }

    @Test
    void shouldSurviveDamage() throws IOException {
        final byte[] file = capture();
        for (int i = 24; i < file.length; i++) {
            final byte[] damaged = file.clone();
            damaged[i] = (byte) ~damaged[i];
            try {
                Capture.messagesTo(PORT, damaged);
            } catch (final IOException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }

    @Test
    void shouldKnowBothByteOrders() throws IOException {
        final ByteBuffer file = ByteBuffer.wrap(capture());
        final ByteBuffer other = ByteBuffer.allocate(file.capacity());
        file.order(ByteOrder.LITTLE_ENDIAN);
        other.put(file.duplicate()).clear();
        for (final int at : new int[] {0, 8, 12, 16, 20}) {
            other.putInt(at, file.getInt(at));
        }
        for (int at = 24; at < file.limit(); at += 16 + file.getInt(at + 8)) {
            for (int field = 0; field < 16; field += 4) {
                other.putInt(at + field, file.getInt(at + field));
            }
        }
        assertEquals(
                Capture.messagesTo(PORT, file.array()).toString(),
                Capture.messagesTo(PORT, other.array()).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no capture, but long enough to be one of those"})
    void shouldKnowWhatIsNoCapture(final String content) throws IOException {
        assertFalse(Capture.isCapture(content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldSayHowToConvertTheOtherFormat() {
        final byte[] file = new byte[30];
        ByteBuffer.wrap(file).putInt(0x0A0D0D0A);
        final IOException thrown = assertThrows(IOException.class, () -> Capture.isCapture(file));
        assertTrue(thrown.getMessage().contains("editcap -F pcap"), thrown.getMessage());
    }

    private static byte[] capture() throws IOException {
        try (InputStream file = CaptureTest.class.getResourceAsStream("m3ua.pcap")) {
            return file.readAllBytes();
        }
    }
}
