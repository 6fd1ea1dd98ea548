package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.StreamScheduler;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After the handshake nothing is allocated per message or packet. */
final class AllocationTest {
    private static final int WARM_ROUNDS = 3000;
    private static final int ROUNDS = 3000;
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer message = ByteBuffer.allocateDirect(8000);
    private final ByteBuffer received = ByteBuffer.allocateDirect(8000);
    private final ReceiveInfo info = new ReceiveInfo();
    private final SendOptions options = new SendOptions();
    private long stepNs = 1000;

    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldAllocateNothingPerMessage(final StreamScheduler scheduler) {
        final AssociationConfig config =
                AssociationConfig.builder().streamScheduler(scheduler).build();
        check(new EnginePair(config, config).connect());
    }

    @ParameterizedTest
    @EnumSource(StreamScheduler.class)
    void shouldAllocateNothingPerInterleavedMessage(final StreamScheduler scheduler) {
        final AssociationConfig config = AssociationConfig.builder()
                .streamScheduler(scheduler)
                .interleavingSupported(true)
                .partialDeliveryBytes(5000)
                .partsInterleaved(true)
                .build();
        check(new EnginePair(config, config).connect());
    }

    @Test
    void shouldAllocateNothingPerMessageWhereTheMtuIsDiscovered() {
        final AssociationConfig config = AssociationConfig.builder()
                .pathMtuRaiseNs(SECOND)
                .maxProbeSize(9000)
                .build();
        final EnginePair pair = new EnginePair(config, config);
        pair.carries = 1500;
        stepNs = SECOND / 100;
        check(pair.connect());
        assertTrue(pair.clientSide.path(0).maxPacketSize() > 1452, "the MTU was not found");
    }

    private void check(final EnginePair pair) {
        for (int stream = 0; stream < 10; stream++) {
            pair.clientSide.schedulerValue(stream, 1 + stream / 2);
        }
        for (int i = 0; i < WARM_ROUNDS; i++) {
            exchange(pair);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        long messages = 0;
        for (int i = 0; i < ROUNDS; i++) {
            messages += exchange(pair);
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // Less than a byte per message leaves no room for an object each; a table that doubles once is not one.
        assertTrue(allocated < messages, allocated + " bytes for " + messages + " messages");
    }

    private int exchange(final EnginePair pair) {
        int length = 100;
        while (pair.clientSide.send(message, 0, length, options.stream(length % 10)) == SendResult.QUEUED) {
            length = length == 100 ? 1400 : length == 1400 ? 8000 : 100;
        }
        int count = 0;
        pair.carry(true);
        while (pair.serverSide.receive(received, 0, received.capacity(), info) >= 0) {
            count++;
        }
        pair.carry(false);
        pair.nowNs += stepNs;
        pair.client.handleTimeout(pair.nowNs);
        pair.server.handleTimeout(pair.nowNs);
        return count;
    }
}
