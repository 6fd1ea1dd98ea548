package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sctp.MessageBatch;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.MessagesTck;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserspaceMessagesTest extends MessagesTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }

    @Test
    void shouldRefuseALifetimeRatherThanIgnoreIt() throws IOException {
        final Pair pair = pair();
        final SendInfo shortLived = new SendInfo().lifetime(Duration.ofMillis(1));
        final var one = assertThrows(SctpException.Unsupported.class, () -> send(pair.client(), "one", shortLived));
        assertContains("RFC 3758", one.getMessage());
        final MessageBatch batch = new MessageBatch(4, 100);
        batch.add(bytes("many"), shortLived);
        assertThrows(SctpException.Unsupported.class, () -> pair.client().send(batch));
        send(pair.client(), "unharmed");
    }
}
