package io.sctp.dispatch;

import static io.sctp.dispatch.DispatcherFixture.bytes;
import static io.sctp.dispatch.DispatcherFixture.run;
import static io.sctp.dispatch.Recorder.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sends what a handler offers: its worker the answer to a message that is alone, the poller everything else. */
final class AnswerTest {
    private static final int POLLER = 0;
    private static final int[] WORKERS = {1, 2};
    private static final Duration LIMIT = Duration.ofMillis(10);

    private final DispatcherFixture fixture = new DispatcherFixture();
    private final FakeChannel fake = fixture.fake;

    /** Answers each message as often as its text says. */
    private static final class Answering implements DispatchHandler {
        private final List<String> unsent = new ArrayList<>();

        @Override
        public void onMessage(final Message message) {
            final int answers = Integer.parseInt(text(message.payload()));
            for (int i = 0; i < answers; i++) {
                assertSame(SendQueue.Offer.ACCEPTED, message.sendQueue().offer(bytes("answer " + i), null));
            }
        }

        @Override
        public void onUnsent(
                final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException why) {
            unsent.add(text(payload));
        }

        @Override
        public void onNotification(final SendQueue queue, final SctpNotification notification, final boolean last) {}

        @Override
        public void onEnd(final SctpMessageChannel channel, final IOException why, final boolean last) {}
    }

    private final Answering handler = new Answering();

    private RingDispatcher dispatcher() throws IOException {
        final RingDispatcher dispatcher = fixture.builder().build();
        dispatcher.add(fake.channel(), handler);
        return dispatcher;
    }

    /** The poller receives this many messages, which all want so many answers, and workers handle them. */
    private RingDispatcher handle(final int messages, final int answers) throws Exception {
        final RingDispatcher dispatcher = dispatcher();
        for (int i = 0; i < messages; i++) {
            fake.arrive(7, 0, String.valueOf(answers));
        }
        run(dispatcher, POLLER);
        run(dispatcher, WORKERS);
        return dispatcher;
    }

    @Test
    void shouldSendTheAnswerToALoneMessageWithoutThePoller() throws Exception {
        handle(1, 1);
        assertEquals(List.of("answer 0"), fake.sentTo(7));
    }

    /** They can share a batch, and another thread sends them while the handler goes on. */
    @Test
    void shouldLeaveFurtherOffersOfAHandlerToThePoller() throws Exception {
        final RingDispatcher dispatcher = handle(1, 3);
        assertEquals(List.of("answer 0"), fake.sentTo(7));
        run(dispatcher);
        assertEquals(List.of("answer 0", "answer 1", "answer 2"), fake.sentTo(7));
    }

    @Test
    void shouldLeaveTheAnswersToManyMessagesToThePoller() throws Exception {
        final RingDispatcher dispatcher = handle(4, 1);
        assertEquals(List.of(), fake.sentTo(7));
        run(dispatcher);
        assertEquals(4, fake.sentTo(7).size());
        assertEquals(1, dispatcher.counters().batchesSent());
    }

    @Test
    void shouldReportAnAnswerThatCannotBeSent() throws Exception {
        fake.lose(7);
        run(handle(1, 1));
        assertEquals(List.of("answer 0"), handler.unsent);
        assertEquals(List.of(), fixture.errors);
    }

    @Test
    void shouldReportAnAnswerForWhichTheChannelRunsOutOfMemory() throws Exception {
        fake.failToSend(new OutOfMemoryError("planted"));
        run(handle(1, 1));
        assertEquals(List.of("answer 0"), handler.unsent);
        assertEquals(List.of(), fixture.errors);
    }

    @Test
    void shouldSendAnAnswerLaterWhereTheChannelHasNoRoom() throws Exception {
        fake.full(7, true);
        final RingDispatcher dispatcher = handle(1, 1);
        assertEquals(List.of(), fake.sentTo(7));
        fake.full(7, false);
        Thread.sleep(1);
        run(dispatcher);
        assertEquals(List.of("answer 0"), fake.sentTo(7));
    }

    @Test
    void shouldSendFirstWhatThePollerHasNotSentYet() {
        final Sender sender = sender(new Doorbell(() -> {}));
        final SendQueue queue = queueOf(sender);
        queue.offer(bytes("offered before"), null);
        sender.beginAnswer();
        queue.offer(bytes("answer"), null);
        assertEquals(List.of("offered before", "answer"), fake.sentTo(7));
    }

    private static Sender sender(final Doorbell doorbell) {
        return new Sender(new OutboundPool(2, 64, 64), 2, 2, 64, new DispatcherCounters(1), doorbell);
    }

    private SendQueue queueOf(final Sender sender) {
        return new DispatchedChannel(1, fake.channel(), true, handler, sender).sendQueue(7);
    }

    /** The poller sleeps, so it must be woken for what a worker leaves behind. */
    @Test
    void shouldWakeThePollerForARefusedAnswer() {
        final int[] rung = new int[1];
        final Doorbell doorbell = new Doorbell(() -> rung[0]++);
        final Sender sender = sender(doorbell);
        final SendQueue queue = queueOf(sender);
        sender.beginAnswer();
        doorbell.arm();
        queue.offer(bytes("sent"), null);
        assertEquals(0, rung[0], "there is nothing left to do");
        assertEquals(LIMIT, sender.patience(LIMIT));
        fake.lose(7);
        sender.beginAnswer();
        queue.offer(bytes("refused"), null);
        assertEquals(1, rung[0]);
        assertTrue(sender.patience(LIMIT).isZero(), "it is reported first");
    }
}
