package io.sctp.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.SctpAddress;
import io.sctp.bench.payload.SizeDistribution;
import io.sctp.bench.schedule.Arrival;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Transports;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads of a generator and of its server that have nothing to do leave the processors to the messages. */
@Timeout(30)
class IdleThreadsTest {
    private static final int OBSERVED_MS = 500;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Test
    void shouldLookSeldomWhetherThePeerIsAlive() throws InterruptedException {
        final AtomicInteger looks = new AtomicInteger();
        final PeerWatch watch = new PeerWatch(
                System.nanoTime(),
                Duration.ofSeconds(10),
                () -> 0,
                () -> 0,
                () -> {
                    looks.incrementAndGet();
                    return null;
                },
                "",
                () -> {});
        try (watch) {
            watch.start();
            Thread.sleep(OBSERVED_MS);
        }
        assertTrue(
                looks.get() >= 1 && looks.get() <= OBSERVED_MS / 100 + 1, () -> looks + " in " + OBSERVED_MS + " ms");
    }

    @Test
    void shouldNotWakeUpForReportsThatNobodyWants() throws Exception {
        final LoadTransport transport = Transports.named("tcp");
        final LoadPlan oneWay = plan(LoadPlan.Mode.ONEWAY);
        try (Server server = Server.answering(transport, SctpAddress.loopback(0), oneWay.setup())) {
            assertTrue(runAgainst(server, transport, plan(LoadPlan.Mode.ECHO))
                    .invalidReasons()
                    .isEmpty());
            assertEquals(List.of(), reporters(), "threads for reports, after echoes alone");
            assertTrue(runAgainst(server, transport, oneWay).invalidReasons().isEmpty());
            final long before = reporters().get(0).getWaitedCount();
            Thread.sleep(OBSERVED_MS);
            assertEquals(before, reporters().get(0).getWaitedCount(), "wake-ups without a message");
        }
    }

    private static LoadOutcome runAgainst(final Server server, final LoadTransport transport, final LoadPlan plan)
            throws Exception {
        return new LoadRun(plan, transport, List.of()).runAgainst(server.address());
    }

    private List<ThreadInfo> reporters() {
        return List.of(threads.getThreadInfo(threads.getAllThreadIds())).stream()
                .filter(thread -> thread.getThreadName().equals("load-reports"))
                .toList();
    }

    private static LoadPlan plan(final LoadPlan.Mode mode) {
        return new LoadPlan(
                mode,
                2,
                2,
                new LoadPlan.Messages(SizeDistribution.fixed(100), 0, false),
                LoadPlan.Calls.SINGLE,
                new Arrival(Arrival.Kind.FIXED, 500, 0),
                new LoadPlan.Timing(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofSeconds(5)));
    }
}
