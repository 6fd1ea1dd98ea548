package io.sctp.bench.load;

import io.sctp.bench.payload.Payload;
import io.sctp.bench.protocol.Dialogue;
import io.sctp.bench.protocol.Protocol;
import io.sctp.bench.protocol.Talk;
import io.sctp.bench.protocol.Target;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.MessageHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One association with a server that is not of this project: its messages, and those of the server, which are answers,
 * requests and notices. The sender's thread writes, the receiver's threads handle what comes.
 */
final class ForeignAssociation implements Requests, MessageHandler {
    /** The most messages that a server may send before the load, while each is expected. */
    private static final int MAX_EARLY = 1_000;
    /** How often a full table is searched for messages that have waited too long. */
    private static final long SEARCH_NS = 1_000_000;

    private static final double MILLIS_PER_SECOND = 1e3;

    private final int association;
    private final Dialogue dialogue;
    private final Connection connection;
    private final Intake intake;
    private final ServerTally tally;
    private final Consumer<Throwable> ended;
    private final Outstanding outstanding;
    private final ByteBuffer buffer;
    private final long patienceNs;
    private final Heard heard = new Heard();

    /** Messages before the load; an empty one stands for the end. */
    private final BlockingQueue<ByteBuffer> early = new LinkedBlockingQueue<>(MAX_EARLY);

    private long searchedNs;
    /** Guarded by this, as is the reading side of the dialogue. */
    private boolean open;

    /**
     * Begins on an association that is established. An answer may take as long as the plan's last messages; after that
     * a message makes room for others, and counts as lost.
     *
     * @param plan with a target
     * @param association its number
     * @param connection for sending, by several threads
     * @param ended is told if the server takes its leave
     */
    ForeignAssociation(
            final LoadPlan plan,
            final int association,
            final Connection connection,
            final Intake intake,
            final ServerTally tally,
            final Consumer<Throwable> ended) {
        final Target target = plan.messages().target();
        final Protocol protocol = target.protocol();
        this.association = association;
        this.dialogue = protocol.dialogue(plan.shard().association(association), plan.associations());
        this.connection = connection;
        this.intake = intake;
        this.tally = tally;
        this.ended = ended;
        this.outstanding = new Outstanding(target.window(), protocol.identifierBits());
        this.buffer = Payload.allocate(protocol.maxBytes(plan.messages().sizes().maxBytes()));
        this.patienceNs = plan.timing().drain().toNanos();
    }

    /**
     * Says what must be said before the load.
     *
     * @param answer how long each answer of the server may take
     * @throws IOException if it refuses or does not answer
     */
    void open(final Duration answer) throws IOException, InterruptedException {
        dialogue.open(new Talk() {
            @Override
            public void say(final ByteBuffer message, final int stream) throws IOException {
                send(message, stream);
            }

            @Override
            public ByteBuffer hear(final String awaited) throws IOException, InterruptedException {
                final ByteBuffer message = early.poll(answer.toNanos(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new InterruptedIOException("no " + awaited + " from " + connection.name() + " in "
                            + answer.toMillis() / MILLIS_PER_SECOND + " s");
                }
                if (!message.hasRemaining()) {
                    throw new IOException(connection.name() + " ended the association instead of an " + awaited);
                }
                return message;
            }
        });
        synchronized (this) {
            open = true;
            for (ByteBuffer message = early.poll(); message != null; message = early.poll()) {
                if (message.hasRemaining()) {
                    heard.handle(message, 0);
                }
            }
        }
    }

    /** Takes leave of the server, without waiting for an answer; errors do not matter any more. */
    void close() {
        final ByteBuffer farewell = dialogue.farewell();
        if (farewell == null) {
            return;
        }
        try {
            if (connection.trySend(farewell, 0)) {
                connection.flush();
            }
        } catch (final IOException e) {
            // It has gone already.
        }
    }

    @Override
    public ByteBuffer next(
            final int bytes, final int stream, final long sequence, final long intendedNs, final long sentNs) {
        if (outstanding.isFull()) {
            if (sentNs - searchedNs > SEARCH_NS) {
                searchedNs = sentNs;
                outstanding.dropSentBefore(sentNs - patienceNs);
            }
            return null;
        }
        dialogue.write(buffer, bytes, outstanding.nextIdentifier());
        outstanding.add(stream, dialogue.type(), sequence, intendedNs, sentNs);
        return buffer;
    }

    @Override
    public int stream(final int proposed) {
        return dialogue.stream(proposed);
    }

    @Override
    public void sent() {
        dialogue.sent();
        outstanding.advance();
    }

    @Override
    public void unsent() {
        outstanding.withdraw();
    }

    @Override
    public synchronized void onMessage(final ByteBuffer message, final int stream) throws IOException {
        if (open) {
            heard.handle(message, stream);
        } else if (!early.offer(copy(message))) {
            throw new IOException(connection.name() + " sent " + MAX_EARLY + " messages before the load began");
        }
    }

    @Override
    public void onPause() throws IOException {
        connection.flush();
    }

    @Override
    public void onEnd(final Throwable cause) {
        early.offer(ByteBuffer.allocate(0));
    }

    private static ByteBuffer copy(final ByteBuffer message) {
        return ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
    }

    /** Sends what must not be left out, and waits for room. */
    private void send(final ByteBuffer message, final int stream) throws IOException {
        final long giveUpNs = System.nanoTime() + Connection.SEND_TIMEOUT.toNanos();
        while (!connection.trySend(message, stream)) {
            if (System.nanoTime() - giveUpNs > 0) {
                throw new IOException(
                        connection.name() + " took no message for " + Connection.SEND_TIMEOUT.toSeconds() + " s");
            }
            LockSupport.parkNanos(Connection.BLOCKED_PAUSE_NS);
        }
        connection.flush();
    }

    /** Guarded by the association. */
    private final class Heard implements Dialogue.Heard, Outstanding.Answered {
        private long arrivedNs;

        void handle(final ByteBuffer message, final int stream) throws IOException {
            arrivedNs = System.nanoTime();
            dialogue.read(message, stream, this);
        }

        @Override
        public void answer(final long identifier) {
            if (!outstanding.take(identifier, this)) {
                tally.onUnmatched();
            }
        }

        @Override
        public void refusal(final long identifier, final String reason) {
            tally.onRefusal(reason);
            answer(identifier);
        }

        @Override
        public void error(final String reason) {
            tally.onError(reason);
        }

        @Override
        public void notice() {
            tally.onNotice();
        }

        @Override
        public void request(final ByteBuffer reply, final int stream) throws IOException {
            tally.onRequest();
            send(reply, stream);
        }

        @Override
        public void goodbye(final String reason) {
            ended.accept(new IOException("the server took its leave: " + reason));
        }

        @Override
        public void onAnswer(
                final int stream, final int type, final long sequence, final long intendedNs, final long sentNs) {
            intake.onAnswer(association, stream, type, sequence, intendedNs, sentNs, arrivedNs);
        }
    }
}
