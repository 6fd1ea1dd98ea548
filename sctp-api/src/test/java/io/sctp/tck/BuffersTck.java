package io.sctp.tck;

import static io.sctp.SctpMessageChannel.WOULD_BLOCK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpOptions;
import io.sctp.option.RtoInfo;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the sizes of the send and the receive buffer do while an association is up. */
public abstract class BuffersTck extends Tck {
    private static final int SMALL = 1000;
    private static final int LARGE = 50_000;

    /** Whether a message is taken that needs more room than the send buffer has left. */
    protected boolean takesMoreThanThereIsRoom() {
        return false;
    }

    @Test
    void shouldTakeALargeMessageWhenItFitsOrWhenThereIsAnyRoom() throws IOException {
        final Pair pair = pair(SMALL_BUFFERS);
        final SctpChannel client = pair.client().configureBlocking(false);
        final ByteBuffer large = ByteBuffer.allocate(LARGE);
        int waiting = fill(client, ByteBuffer.allocate(SMALL), null);
        while (client.send(ByteBuffer.allocate(SMALL), null) == WOULD_BLOCK) {
            assertEquals(SMALL, receiveBytes(pair.server(), new ReceiveInfo()).length);
            waiting--;
            pause(Duration.ofMillis(1)); // the acknowledgement comes back
        }
        waiting++;
        assertEquals(SMALL, receiveBytes(pair.server(), new ReceiveInfo()).length);
        waiting--;
        if (!takesMoreThanThereIsRoom()) {
            pause(SHORT);
            assertEquals(WOULD_BLOCK, client.send(large, null));
            for (; waiting > 0; waiting--) {
                assertEquals(SMALL, receiveBytes(pair.server(), new ReceiveInfo()).length);
            }
        }
        await("room for the large message", () -> client.send(large, null) == LARGE);
        for (; waiting > 0; waiting--) {
            assertEquals(SMALL, receiveBytes(pair.server(), new ReceiveInfo()).length);
        }
        assertEquals(LARGE, receiveBytes(pair.server(), new ReceiveInfo()).length);
    }

    /** Whether a larger receive buffer counts for an association that is up. */
    protected boolean opensTheWindow() {
        return true;
    }

    @Test
    void shouldOpenTheWindowWithALargerBufferOrNot() throws IOException {
        final Duration rto = Duration.ofMillis(100);
        final Pair pair = pair(e -> {
            SMALL_BUFFERS.apply(e);
            e.setOption(SctpOptions.RTOINFO, new RtoInfo(rto, rto, rto)); // how often the window is probed
        });
        final SctpChannel client = pair.client().configureBlocking(false);
        fill(client, ByteBuffer.allocate(SMALL), null);
        pair.server().setOption(StandardSocketOptions.SO_RCVBUF, 200_000);
        if (opensTheWindow()) {
            final int[] more = new int[1];
            await("a larger window", () -> (more[0] += fill(client, ByteBuffer.allocate(SMALL), null)) > 50);
            return;
        }
        pause(rto.multipliedBy(5));
        final int more = fill(client, ByteBuffer.allocate(SMALL), null);
        assertTrue(more < 10, () -> more + " messages went");
    }
}
