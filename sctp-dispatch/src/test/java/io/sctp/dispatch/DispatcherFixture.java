package io.sctp.dispatch;

import static io.sctp.dispatch.Recorder.text;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;

/** A dispatcher over a fake poller and channel, whose agents run in the test's own thread. */
final class DispatcherFixture {
    private static final int ROUNDS = 200;

    final FakePoller poller = new FakePoller();
    final FakeChannel fake = poller.channel();
    final Recorder recorder = new Recorder();
    final List<Throwable> errors = new ArrayList<>();

    DispatcherBuilder builder() {
        return new DispatcherBuilder()
                .poller(poller)
                .workers(2)
                .slots(16)
                .slotBytes(64)
                .outboundSlots(16)
                .window(8)
                .batchMessages(4)
                .maximumMessageBytes(1000)
                .errorHandler(errors::add);
    }

    /** Runs all agents, or those chosen, until none has anything to do. */
    static void run(final RingDispatcher dispatcher, final int... chosen) throws Exception {
        final List<Agent> agents = dispatcher.agents();
        final int[] which =
                chosen.length > 0 ? chosen : IntStream.range(0, agents.size()).toArray();
        int idle = 0;
        for (int round = 0; idle < 3; round++) {
            assertTrue(round < ROUNDS, "the agents never come to rest");
            int work = 0;
            for (final int agent : which) {
                work += agents.get(agent).doWork();
            }
            idle = work == 0 ? idle + 1 : 0;
        }
    }

    static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
