package io.sctp.userspace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OneToManyTck;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class UserspaceOneToManyTest extends OneToManyTck {
    private static final int LENGTH = 200_000;

    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Test
    void shouldReceiveAMessageToItsEndWhereMessagesMustNotBeInterleaved() throws IOException {
        assertTrue(isAnotherSeenInBetween(1), "others go on while one message comes in parts");
        assertFalse(isAnotherSeenInBetween(0), "a message came in between");
    }

    /** Whether, while a long message comes in parts, that of another association is received before its end. */
    private boolean isAnotherSeenInBetween(final int interleave) throws IOException {
        final SctpMultiChannel server = multi(e -> {
            e.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            e.setOption(SctpOptions.FRAGMENT_INTERLEAVE, interleave);
        });
        final SctpChannel slow = channel();
        slow.connect(server.getLocalAddress(), LONG);
        final SctpChannel quick = channel();
        quick.connect(server.getLocalAddress(), LONG);
        slow.send(ByteBuffer.allocateDirect(LENGTH), new SendInfo(), LONG);
        final ByteBuffer part = ByteBuffer.allocate(LENGTH);
        final ReceiveInfo info = new ReceiveInfo();
        int received = server.receive(part, info, LONG);
        assertFalse(info.complete(), "the message cannot have arrived whole");
        send(quick, "short");
        await("the other message to arrive", () -> quick.association().status().unackedChunks() == 0);
        boolean seen = false;
        while (received < LENGTH) {
            final int length = server.receive(part.clear(), info, LONG);
            final boolean isShort = part.flip().equals(bytes("short"));
            seen |= isShort;
            received += isShort ? 0 : length;
        }
        return seen;
    }
}
