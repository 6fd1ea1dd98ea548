package io.sctp.bench.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a load's messages are to their receiver, by the provider that works on every machine. */
class ApiTransportTest {
    private static final SctpProvider PROVIDER = SctpProvider.named("userspace");
    private static final LoadTransport TRANSPORT = new ApiTransport(PROVIDER);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PPID = 46;
    private static final int STREAM = 3;

    @ParameterizedTest
    @CsvSource({"0,0,false", "0,0,true", "8,0,false", "8,0,true", "0,1,false", "0,1,true", "8,1,true"})
    void shouldSendWithThePpidAndInTheOrderAskedFor(final int batch, final int workers, final boolean unordered)
            throws IOException {
        final LoadTransport.Setup setup = setup(batch, workers, PPID, unordered, false);
        try (SctpServerChannel server = PROVIDER.openServerChannel(null);
                Receiver receiver = workers > 0 ? TRANSPORT.openDispatcher(setup) : null) {
            server.setOption(SctpOptions.INITMSG, InitParameters.streams(8, 8));
            server.bind(SctpAddress.loopback(0));
            try (Connection connection = TRANSPORT.connect(server.getLocalAddress(), setup, PATIENCE);
                    SctpChannel accepted = server.accept()) {
                if (receiver != null) {
                    receiver.add(connection, (message, stream) -> {});
                }
                assertTrue(connection.trySend(text("hello"), STREAM));
                assertTrue(connection.flush());
                final ReceiveInfo info = receive(accepted, "hello");
                assertEquals(STREAM, info.stream());
                assertEquals(PPID, info.ppid());
                assertEquals(unordered, info.unordered());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "8,false", "8,true"})
    void shouldAnswerWithTheMessagesOwnPpidAndOrder(final int batch, final boolean unordered) throws IOException {
        final LoadTransport.Setup setup = setup(batch, 0, 0, false, false);
        try (Acceptor acceptor = TRANSPORT.listen(SctpAddress.loopback(0), setup);
                SctpChannel client = PROVIDER.openChannel(null)) {
            client.setOption(SctpOptions.INITMSG, InitParameters.streams(8, 8));
            client.connect(acceptor.address());
            client.send(text("hello"), new SendInfo().stream(STREAM).ppid(PPID).unordered(unordered), PATIENCE);
            try (Connection connection = acceptor.accept()) {
                assertEquals(5, connection.receive(PATIENCE));
                connection.answer(connection.message(), connection.messageStream());
                connection.flush();
                final ReceiveInfo info = receive(client, "hello");
                assertEquals(STREAM, info.stream());
                assertEquals(PPID, info.ppid());
                assertEquals(unordered, info.unordered());
            }
        }
    }

    @Test
    void shouldHoldMessagesBackOnlyWhereAsked() throws IOException {
        for (final boolean nagle : new boolean[] {false, true}) {
            final LoadTransport.Setup setup = setup(0, 0, 0, false, nagle);
            try (Acceptor acceptor = TRANSPORT.listen(SctpAddress.loopback(0), setup);
                    Connection client = TRANSPORT.connect(acceptor.address(), setup, PATIENCE);
                    Connection accepted = acceptor.accept()) {
                assertEquals(!nagle, ((ChannelConnection) client).channel().getOption(SctpOptions.NODELAY));
                assertEquals(!nagle, ((ChannelConnection) accepted).channel().getOption(SctpOptions.NODELAY));
            }
        }
    }

    private static LoadTransport.Setup setup(
            final int batch, final int workers, final int ppid, final boolean unordered, final boolean nagle) {
        return new LoadTransport.Setup(8, ppid, unordered, 10_000, true, batch, workers, nagle);
    }

    private static ByteBuffer text(final String content) {
        final byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static ReceiveInfo receive(final SctpChannel channel, final String wanted) throws IOException {
        final ReceiveInfo info = new ReceiveInfo();
        final MessageBuffer buffer = new MessageBuffer(10_000);
        int bytes;
        do {
            bytes = channel.receive(buffer, info, PATIENCE);
        } while (bytes == SctpMessageChannel.NOTIFICATION);
        assertEquals(wanted, StandardCharsets.US_ASCII.decode(buffer.content()).toString());
        return info;
    }
}
