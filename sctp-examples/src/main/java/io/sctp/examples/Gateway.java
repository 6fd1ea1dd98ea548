package io.sctp.examples;

import io.sctp.DispatchHandler;
import io.sctp.Message;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpMultiChannel;
import io.sctp.SendInfo;
import io.sctp.SendQueue;
import io.sctp.dispatch.DispatcherBuilder;
import io.sctp.dispatch.RingDispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway: messages of many associations are forwarded on one, each stream in order. Each message is prefixed with
 * its association and stream, which also select the outgoing stream.
 *
 * <pre>
 * Gateway 0.0.0.0:7000 10.0.0.1:7001
 * </pre>
 */
public final class Gateway implements AutoCloseable {
    /** Length of the prefix: the association's id and the stream. */
    static final int HEADER_BYTES = Integer.BYTES + Short.BYTES;

    private static final int LARGEST_BYTES = 256 * 1024;
    private static final long LOOK_AGAIN_NS = 50_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SctpMultiChannel in;
    private final SctpChannel out;
    private final RingDispatcher dispatcher;
    private final LongAdder lost = new LongAdder();

    Gateway(final SctpAddress local, final SctpAddress upstream) throws IOException {
        out = SctpChannel.open();
        out.connect(upstream, PATIENCE);
        in = SctpMultiChannel.open().bind(local);
        dispatcher = new DispatcherBuilder()
                .workers(2)
                .maximumMessageBytes(HEADER_BYTES + LARGEST_BYTES)
                .start();
        final int streams = out.association().status().outboundStreams();
        final SendQueue upward = dispatcher.add(out, answer -> {}).sendQueue(0);
        dispatcher.add(in, new Forwarder(upward, streams, lost));
    }

    public static void main(final String[] args) throws IOException {
        try (Gateway gateway = new Gateway(SctpAddress.parse(args[0]), SctpAddress.parse(args[1]))) {
            System.out.println("forwarding from " + gateway.address() + ", press Enter to end");
            final int key = System.in.read();
            System.out.println(key < 0 ? "no more input" : "ending");
            gateway.dispatcher.counters().forEach((name, value) -> System.out.println(name + ": " + value));
        }
    }

    SctpAddress address() throws IOException {
        return in.getLocalAddress();
    }

    /** The number of messages received and not forwarded, because the upstream association had ended. */
    long lost() {
        return lost.sum();
    }

    /** Forwards the messages it has received, and closes. */
    @Override
    public void close() throws IOException {
        dispatcher.close();
        out.shutdown();
        out.close();
        in.close();
    }

    /** Called by all workers; one worker handles each stream, which keeps it in order. */
    private record Forwarder(SendQueue upward, int streams, LongAdder lost) implements DispatchHandler {
        private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

        @Override
        public void onMessage(final Message message) {
            final Scratch scratch = SCRATCH.get();
            scratch.bytes.clear().putInt(message.association()).putShort((short) message.stream());
            scratch.bytes.put(message.payload()).flip();
            scratch.info.stream(Math.floorMod(message.association() * 31 + message.stream(), streams))
                    .ppid(message.ppid());
            SendQueue.Offer offer = upward.offer(scratch.bytes, scratch.info);
            // Waiting here fills the slots, which closes the receive windows: SCTP holds back who sends to us.
            while (offer == SendQueue.Offer.BACK_PRESSURED) {
                LockSupport.parkNanos(LOOK_AGAIN_NS);
                offer = upward.offer(scratch.bytes, scratch.info);
            }
            if (offer == SendQueue.Offer.CLOSED) {
                lost.increment();
            }
        }

        @Override
        public void onUnsent(
                final SendQueue sendQueue, final ByteBuffer payload, final SendInfo info, final IOException cause) {
            lost.increment();
        }
    }

    /** A worker's buffers, reused for each message. */
    private static final class Scratch {
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(HEADER_BYTES + LARGEST_BYTES);
        private final SendInfo info = new SendInfo();
    }
}
