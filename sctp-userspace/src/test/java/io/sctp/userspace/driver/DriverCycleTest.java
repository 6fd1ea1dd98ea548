package io.sctp.userspace.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.EnginePair;
import io.sctp.engine.Transmit;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpIo;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DriverCycleTest {
    private static final long RTO_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final AssociationConfig config = AssociationConfig.builder()
            .rtoInitialNs(RTO_NS)
            .rtoMinNs(RTO_NS)
            .rtoMaxNs(RTO_NS)
            .build();
    private final DriverCycle cycle = new DriverCycle(
            "test",
            EngineConfig.of(config),
            new DriverParts(Thread::new, null, UnaryOperator.identity(), 1, 1, UdpIo.NIO, Duration.ZERO),
            // It is told of nothing that matters here.
            (DriverClient) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DriverClient.class}, (proxy, method, given) -> null));
    private final ScriptedSocket socket = new ScriptedSocket(0, sent -> {});
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

    /** The answer may have arrived while the thread was kept from its work. */
    @Test
    void shouldNotTakeForSilenceWhatMayWaitInTheSocket() throws Exception {
        cycle.receiver().use(new DatagramBatch(1, PacketReceiver.SLOT_BYTES), null, null);
        assertFalse(cycle.receive(socket));
        cycle.engine()
                .connect(
                        cycle.nowNs(),
                        config,
                        EnginePair.PORT,
                        EnginePair.PORT,
                        List.of(EnginePair.SERVER_ADDRESS),
                        EnginePair.UDP_PORT,
                        0);
        assertEquals(1, packets(), "INITs");
        while (cycle.nowNs() < cycle.engine().nextTimeoutNs()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        cycle.takeIn(false);
        assertEquals(0, packets(), "packets sent again before the socket was read");
        assertEquals(0, cycle.plan(cycle.nowNs()), "how long it sleeps before it reads the socket");
        assertFalse(cycle.receive(socket));
        cycle.takeIn(false);
        assertEquals(1, packets(), "packets sent again after it");
    }

    private int packets() {
        final Transmit transmit = new Transmit();
        int count = 0;
        while (cycle.engine().pollTransmit(cycle.nowNs(), out, 0, out.capacity(), transmit) > 0) {
            count++;
            assertTrue(count < 10, "it sends without end");
        }
        return count;
    }
}
