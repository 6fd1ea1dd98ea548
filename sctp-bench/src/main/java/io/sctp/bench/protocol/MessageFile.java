package io.sctp.bench.protocol;

import io.sctp.bench.capture.Capture;
import io.sctp.bench.capture.CapturedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the messages of a file: a capture, hexadecimal digits, or the bytes of one message. */
public final class MessageFile {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final String HEX_ENDING = ".hex";

    private MessageFile() {}

    /**
     * Reads a file.
     *
     * <ul>
     *   <li>a capture in libpcap's format: all messages that it shows being sent to this port
     *   <li>a file whose name ends in {@code .hex}: a message a line, in hexadecimal digits, which may be separated by
     *       spaces; a {@code #} begins a comment
     *   <li>any other: one message
     * </ul>
     *
     * @param port of the server
     * @throws IllegalArgumentException if it cannot be read, or has no message
     */
    public static List<Message> read(final Path file, final int port) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(file + " has more than " + MAX_FILE_BYTES + " bytes");
            }
            final byte[] content = Files.readAllBytes(file);
            final String name = nameOf(file);
            final List<Message> messages;
            if (Capture.isCapture(content)) {
                messages = Capture.messagesTo(port, content).stream()
                        .map(message -> new Message(name, bytes(message), message.stream(), message.timeNs()))
                        .toList();
            } else if (file.toString().endsWith(HEX_ENDING)) {
                messages = hex(name, content);
            } else {
                messages = List.of(new Message(name, content));
            }
            messages.forEach(message -> requireSize(file, message));
            return messages;
        } catch (final NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (final IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(final CapturedMessage message) {
        final byte[] bytes = new byte[message.bytes().remaining()];
        message.bytes().duplicate().get(bytes);
        return bytes;
    }

    private static String nameOf(final Path file) {
        final String name = file.getFileName().toString();
        final int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static List<Message> hex(final String name, final byte[] content) throws IOException {
        final List<Message> messages = new ArrayList<>();
        int number = 0;
        for (final String line :
                new String(content, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            final String digits = line.replaceAll("#.*", "").replaceAll("\\s", "");
            if (!digits.isEmpty()) {
                try {
                    messages.add(new Message(name, HexFormat.of().parseHex(digits)));
                } catch (final IllegalArgumentException e) {
                    throw new IOException("line " + number + " is not a message in hexadecimal digits", e);
                }
            }
        }
        if (messages.isEmpty()) {
            throw new IOException("it has no message");
        }
        return messages;
    }

    private static void requireSize(final Path file, final Message message) {
        if (message.length() == 0 || message.length() > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(file + " has a message of " + message.length()
                    + " bytes, which is not between 1 and " + MAX_MESSAGE_BYTES);
        }
    }
}
