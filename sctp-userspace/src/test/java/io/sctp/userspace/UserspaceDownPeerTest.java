package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.DownPeerTck;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UserspaceDownPeerTest extends DownPeerTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    /** A send that waited for room ends with the association, and begins no other one. */
    @Test
    void shouldFailASendThatWaitedWhenTheAssociationCannotStart() throws Exception {
        final SctpMultiChannel multi = multi();
        multi.setOption(SctpOptions.INITMSG, new InitParameters(0, 0, 2, Duration.ofMillis(400)));
        final SctpAddress silent = silentPeer(multi);
        final SendInfo to = new SendInfo().destination(silent.socketAddress());
        fill(multi, ByteBuffer.allocate(10_000), to);
        failure(SctpException.Ended.class, background(() -> multi.send(ByteBuffer.allocate(10_000), to)));
        assertTrue(multi.associations().isEmpty());
    }
}
