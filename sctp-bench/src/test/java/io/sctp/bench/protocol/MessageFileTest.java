package io.sctp.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageFileTest {
    private static final int PORT = 2905;

    @TempDir
    private Path folder;

    @Test
    void shouldReadAMessageALineOfHexadecimalDigits() throws IOException {
        final Path file = folder.resolve("setup.hex");
        Files.writeString(file, "# two messages\n01 02 0a  # the first\n\nFFfe\n");
        assertEquals(
                List.of(new Message("setup", new byte[] {1, 2, 10}), new Message("setup", new byte[] {-1, -2})),
                MessageFile.read(file, PORT));
    }

    @Test
    void shouldReadAnyOtherFileAsOneMessage() throws IOException {
        final Path file = folder.resolve("reset.bin");
        Files.write(file, new byte[] {0, 1, 2});
        assertEquals(List.of(new Message("reset", new byte[] {0, 1, 2})), MessageFile.read(file, PORT));
    }

    @Test
    void shouldReadACaptureWithStreamsAndTimes() throws IOException {
        final List<Message> messages = MessageFile.read(capture(), PORT);
        assertEquals(7, messages.size());
        assertTrue(messages.stream().allMatch(Message::isCaptured));
        assertEquals(1, messages.get(3).stream());
        final Templates templates = new Templates(messages);
        assertEquals("8-1000", templates.sizes());
        assertEquals(2, templates.streams());
        assertEquals(4.73, templates.recording().meanRate(), 0.01, "seven messages in 1.27 s, and a gap");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        final Path hex = folder.resolve("wrong.hex");
        Files.writeString(hex, "01\n0g\n");
        assertRefused("line 2 is not a message in hexadecimal digits", hex);
        Files.writeString(hex, "# nothing\n");
        assertRefused("it has no message", hex);
        final Path empty = folder.resolve("empty");
        Files.createFile(empty);
        assertRefused("has a message of 0 bytes", empty);
        assertRefused("there is no file", folder.resolve("nowhere"));
        assertRefused("it shows no SCTP message to port 1", capture(), 1);
    }

    @Test
    void shouldTakeOfACaptureOnlyWhatIsOfTheProtocolsUsers() throws IOException {
        final List<Message> messages = MessageFile.read(capture(), PORT);
        final CorrelationField field = new CorrelationField(12, 4);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AdaptationProtocol.m3ua(null, messages, field))
                .getMessage()
                .contains("no message of a user of M3UA"));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> new DiameterProtocol("a.b", InetAddress.getLoopbackAddress(), messages))
                .getMessage()
                .contains("no Diameter request"));
    }

    @Test
    void shouldSendMessagesInTurnAndDivideThemAmongAssociations() {
        final Templates templates = new Templates(
                List.of(new Message("a", new byte[1]), new Message("b", new byte[2]), new Message("a", new byte[3])));
        assertEquals(List.of("a", "b"), templates.types());
        final ByteBuffer buffer = ByteBuffer.allocate(templates.maxBytes());
        final Templates.Turn turn = templates.turn(1, 2);
        final StringBuilder sizes = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            turn.write(buffer);
            sizes.append(buffer.remaining()).append(templates.types().get(turn.type()));
            turn.next();
        }
        assertEquals("2b1a3a2b1a3a", sizes.toString());
    }

    private Path capture() throws IOException {
        final Path file = folder.resolve("m3ua.pcap");
        try (InputStream content = getClass().getResourceAsStream("/io/sctp/bench/capture/m3ua.pcap")) {
            Files.write(file, content.readAllBytes());
        }
        return file;
    }

    private static void assertRefused(final String reason, final Path file) {
        assertRefused(reason, file, PORT);
    }

    private static void assertRefused(final String reason, final Path file, final int port) {
        final String message = assertThrows(IllegalArgumentException.class, () -> MessageFile.read(file, port))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
