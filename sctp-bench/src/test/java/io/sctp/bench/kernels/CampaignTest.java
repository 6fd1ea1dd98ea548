package io.sctp.bench.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.bench.result.LoadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {
    private static final Load LOAD = new Load("load", List.of("--rate=5000"));
    private static final FakeMachine NOTHING_YET = new FakeMachine(Map.of());

    @TempDir
    private Path folder;

    @Test
    void shouldBootEachKernelAsOftenAsAskedInAnOrderThatFollowsFromTheSeed() throws Exception {
        final FakeMachine machine = new FakeMachine(Map.of("6.1", 1.0, "6.12", 0.9));
        final Campaign campaign = campaign(1, "6.1", "6.12");
        campaign.run(machine, new FakeMachine.Quiet());
        assertEquals(campaign.order(), machine.booted());
        assertEquals(3, Collections.frequency(machine.booted(), "6.1"));
        assertEquals(3, Collections.frequency(machine.booted(), "6.12"));
        assertEquals(campaign.order(), campaign(1, "6.1", "6.12").order());
        final Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            orders.add(campaign(seed, "6.1", "6.12").order());
        }
        assertTrue(orders.size() > 5, "the order is no accident of the seed: " + orders);
    }

    @Test
    void shouldKeepEachBootsResultWhereCompareFindsIt() throws Exception {
        final Campaign campaign = campaign(1, "6.1", "6.12");
        campaign.run(new FakeMachine(Map.of("6.1", 1.0, "6.12", 0.9)), new FakeMachine.Quiet());
        final List<LoadResult> results = campaign.results("6.12", LOAD);
        assertEquals(3, results.size());
        assertEquals("6.12.9", results.get(0).kernel());
        assertNotEquals(
                results.get(0).latencyNs().p50(), results.get(1).latencyNs().p50());
        assertEquals(folder.resolve("6.12/load"), campaign.runs("6.12", LOAD));
    }

    @Test
    void shouldSayWhichBootFailedAndWhatItSaidLast() {
        final Campaign campaign = campaign(1, "6.1", "7.77");
        final IOException failure = assertThrows(
                IOException.class, () -> campaign.run(new FakeMachine(Map.of("6.1", 1.0)), new FakeMachine.Quiet()));
        assertTrue(failure.getMessage().contains("kernel 7.77, boot 1"), failure.getMessage());
        assertTrue(failure.getMessage().contains("status 125"), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("no such kernel"), failure.getMessage());
    }

    @Test
    void shouldBootAsManyAtOnceAsTheMachineAllows() throws Exception {
        final CyclicBarrier both = new CyclicBarrier(2);
        final FakeMachine machine = new FakeMachine(Map.of("6.1", 1.0, "6.12", 0.9)) {
            @Override
            public int boot(
                    final String kernel, final String clock, final List<Load> loads, final Path out, final Path log)
                    throws IOException {
                await(both);
                return super.boot(kernel, clock, loads, out, log);
            }

            @Override
            public int atOnce(final String clock) {
                return 2;
            }
        };
        final Campaign campaign = campaign(1, "6.1", "6.12");
        campaign.run(machine, new FakeMachine.Quiet());
        assertEquals(3, campaign.results("6.1", LOAD).size());
        assertEquals(3, campaign.results("6.12", LOAD).size());
    }

    @Test
    void shouldEndTheOthersWhereABootFails() {
        final AtomicBoolean ended = new AtomicBoolean();
        final CountDownLatch booting = new CountDownLatch(1);
        final Boots machine = new Boots() {
            @Override
            public int boot(
                    final String kernel, final String clock, final List<Load> loads, final Path out, final Path log)
                    throws InterruptedException {
                if (kernel.equals("7.77")) {
                    booting.await();
                    return 125;
                }
                booting.countDown();
                try {
                    TimeUnit.SECONDS.sleep(60);
                    return 0;
                } catch (final InterruptedException e) {
                    ended.set(true);
                    throw e;
                }
            }

            @Override
            public int atOnce(final String clock) {
                return 2;
            }
        };
        final IOException failure =
                assertThrows(IOException.class, () -> campaign(1, "6.1", "7.77").run(machine, new FakeMachine.Quiet()));
        assertTrue(failure.getMessage().contains("kernel 7.77, boot 1"), failure.getMessage());
        assertTrue(ended.get(), "nothing is left running");
    }

    private static void await(final CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (final InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("nobody else boots", e);
        }
    }

    @Test
    void shouldNotMixItsResultsWithEarlierOnes() throws Exception {
        final FakeMachine machine = new FakeMachine(Map.of("6.1", 1.0));
        campaign(1, "6.1").run(machine, new FakeMachine.Quiet());
        final IOException refusal =
                assertThrows(IOException.class, () -> campaign(1, "6.1").run(machine, new FakeMachine.Quiet()));
        assertTrue(refusal.getMessage().contains("holds earlier results of kernel 6.1"), refusal.getMessage());
        assertEquals(3, machine.booted().size(), "nothing was booted again");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> campaign(1));
        assertThrows(IllegalArgumentException.class, () -> campaign(1, "6.1", "6.1"));
        assertThrows(IllegalArgumentException.class, () -> campaign(1, "../6.1"));
        assertThrows(IllegalArgumentException.class, () -> campaign(1, "--help"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Campaign(List.of("6.1"), 0, "wall", List.of(LOAD), 1, folder));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Campaign(List.of("6.1"), 1, "sundial", List.of(LOAD), 1, folder));
        assertEquals(List.of(), NOTHING_YET.booted());
    }

    private Campaign campaign(final long seed, final String... kernels) {
        return new Campaign(List.of(kernels), 3, "icount", List.of(LOAD), seed, folder);
    }
}
