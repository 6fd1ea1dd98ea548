package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.MessageBatch;
import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.ReceiveInfo;
import io.sctp.SctpNotification;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.PrInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.PartialReliabilityTck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserspacePartialReliabilityTest extends PartialReliabilityTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Test
    void shouldGiveUpMessagesOfABatchAndHandThemBack() throws IOException {
        final Pair pair = pair(
                e -> e.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20),
                e -> e.setOption(StandardSocketOptions.SO_RCVBUF, 8 * 1024));
        pair.client().subscribe(NotificationType.SEND_FAILED);
        final MessageBatch batch = new MessageBatch(30, 2000);
        final SendInfo info = new SendInfo().context(7).lifetime(Duration.ofMillis(20));
        for (int i = 0; i < 30; i++) {
            assertTrue(batch.add(ByteBuffer.wrap(pattern(2000)), info));
        }
        assertEquals(30, pair.client().send(batch));
        pause(Duration.ofMillis(60));
        assertEquals(pattern(2000).length, pair.server().receive(ByteBuffer.allocate(2000), new ReceiveInfo(), LONG));
        final var failed = awaitNotification(pair.client(), SctpNotification.SendFailed.class);
        assertEquals(7, failed.context());
        assertEquals(ByteBuffer.wrap(pattern(2000)), failed.data());
    }

    @Test
    void shouldShowTheDefaultLifetimeInBothOptions() throws IOException {
        final var client = channel();
        client.setOption(
                SctpOptions.DEFAULT_SEND_PARAM, new DefaultSendParameters(1, 2, false, 3, Duration.ofSeconds(4)));
        assertEquals(new PrInfo(PrPolicy.LIFETIME, 4000), client.getOption(SctpOptions.DEFAULT_PRINFO));
        client.setOption(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.RETRANSMISSIONS, 2));
        assertEquals(
                Duration.ZERO, client.getOption(SctpOptions.DEFAULT_SEND_PARAM).lifetime());
    }
}
