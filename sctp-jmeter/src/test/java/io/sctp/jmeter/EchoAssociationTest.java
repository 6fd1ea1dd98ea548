package io.sctp.jmeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBuffer;
import io.sctp.ReceiveInfo;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EchoAssociationTest {
    private static final String PROVIDER = "userspace";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SctpServerChannel server;

    @BeforeEach
    void listen() throws IOException {
        server = SctpProvider.named(PROVIDER).openServerChannel(null).bind(SctpAddress.loopback(0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void shouldTakeTheEchoOfEachMessage() throws Exception {
        final CompletableFuture<Integer> echoed = serve(UnaryOperator.identity(), 3);

        try (EchoAssociation association = new EchoAssociation(settings(PATIENCE))) {
            for (int i = 0; i < 3; i++) {
                association.exchange();
            }
            assertEquals(3, echoed.get());
        }
    }

    @Test
    void shouldNotTakeAnotherMessageForTheEcho() throws Exception {
        final CompletableFuture<Integer> answered =
                serve(message -> ByteBuffer.allocate(message.remaining()).put(0, (byte) 7), 1);

        try (EchoAssociation association = new EchoAssociation(settings(PATIENCE))) {
            final IOException e = assertThrows(IOException.class, association::exchange);
            assertTrue(e.getMessage().contains("is not what was sent"), e::getMessage);
        }
        assertEquals(1, answered.get());
    }

    @Test
    void shouldEndWhenTheServerDoes() throws Exception {
        final CompletableFuture<Integer> echoed = serve(UnaryOperator.identity(), 1);

        try (EchoAssociation association = new EchoAssociation(settings(PATIENCE))) {
            association.exchange();
            // Which one depends on whether the message is sent before the server has shut down.
            assertThrows(IOException.class, association::exchange);
            assertEquals(1, echoed.get());
        }
    }

    @Test
    void shouldWaitNoLongerThanItsTimeout() throws Exception {
        try (EchoAssociation association = new EchoAssociation(settings(Duration.ofMillis(300)))) {
            assertThrows(SctpException.TimedOut.class, association::exchange);
        }
    }

    /** Answers this many messages of one association, and then shuts it down. */
    private CompletableFuture<Integer> serve(final UnaryOperator<ByteBuffer> answer, final int messages) {
        return CompletableFuture.supplyAsync(() -> {
            int answered = 0;
            try (SctpChannel peer = server.accept()) {
                final MessageBuffer message = new MessageBuffer(1 << 20);
                final ReceiveInfo info = new ReceiveInfo();
                while (answered < messages) {
                    peer.receive(message, info, PATIENCE);
                    peer.send(answer.apply(message.content()), new SendInfo().stream(info.stream()));
                    answered++;
                }
                peer.shutdown();
                while (peer.receive(message, info, PATIENCE) > 0) {}
                return answered;
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private EchoSettings settings(final Duration timeout) throws IOException {
        return new EchoSettings(PROVIDER, "127.0.0.1", server.getLocalAddress().port(), 3000, 5, timeout);
    }
}
