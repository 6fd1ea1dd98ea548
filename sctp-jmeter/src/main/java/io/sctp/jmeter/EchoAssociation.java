package io.sctp.jmeter;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** An association with a server that sends every message back. For one thread. After an error it must be closed. */
final class EchoAssociation implements AutoCloseable {
    private final EchoSettings settings;
    private final SctpChannel channel;
    private final ByteBuffer message;
    private final MessageBuffer echo;
    private final SendInfo sendInfo = new SendInfo();
    private final ReceiveInfo receiveInfo = new ReceiveInfo();
    private long sequence;

    /**
     * Connects.
     *
     * @throws IllegalArgumentException if there is no such provider
     * @throws IOException if the provider does not work here, or the server does not accept in time
     */
    EchoAssociation(final EchoSettings settings) throws IOException {
        this.settings = settings;
        message = ByteBuffer.allocateDirect(settings.size());
        echo = new MessageBuffer(settings.size());
        sendInfo.stream(settings.stream());
        final SctpProvider provider =
                settings.provider().equals("auto") ? SctpProvider.auto() : SctpProvider.named(settings.provider());
        channel = provider.openChannel(null);
        try {
            final int streams = settings.stream() + 1;
            channel.setOption(SctpOptions.INITMSG, InitParameters.streams(streams, streams));
            channel.setOption(SctpOptions.NODELAY, true);
            channel.connect(SctpAddress.resolve(settings.host(), settings.port()), settings.timeout());
        } catch (final IOException | RuntimeException e) {
            try (channel) {
                throw e;
            }
        }
    }

    /** What it was set up with. */
    EchoSettings settings() {
        return settings;
    }

    /**
     * Sends a message and waits for its echo.
     *
     * @throws SctpException.TimedOut if it does not come in time
     * @throws EOFException if the server shuts the association down
     * @throws IOException if the association ends, or something else comes
     */
    void exchange() throws IOException {
        final long deadlineNs = System.nanoTime() + settings.timeout().toNanos();
        // The rest is zeros, as `./sctp server` takes some other bytes for a request not to send the message back.
        message.clear();
        if (message.capacity() >= Long.BYTES) {
            message.putLong(0, sequence++);
        }
        channel.send(message, sendInfo, settings.timeout());
        int length;
        do {
            final Duration left = Duration.ofNanos(Math.max(1, deadlineNs - System.nanoTime()));
            length = channel.receive(echo, receiveInfo, left);
        } while (length == SctpMessageChannel.NOTIFICATION || length == SctpMessageChannel.WOULD_BLOCK);
        if (length == SctpMessageChannel.END_OF_STREAM) {
            throw new EOFException("the server shut the association down");
        }
        if (receiveInfo.stream() != settings.stream() || !echo.content().equals(message.flip())) {
            throw new IOException("what came back, " + length + " bytes on stream " + receiveInfo.stream()
                    + ", is not what was sent, " + settings.size() + " bytes on stream " + settings.stream());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
