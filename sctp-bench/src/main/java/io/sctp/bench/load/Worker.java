package io.sctp.bench.load;

import io.sctp.SctpException;
import io.sctp.bench.transport.Inbox;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Peer;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A thread that receives from peers and hands each message on: from a single peer by waiting in its receive, from many
 * through an {@link Inbox}.
 */
final class Worker implements AutoCloseable {
    /** How soon at the latest a thread that waits for messages sees that it is to end. */
    private static final Duration TICK = Duration.ofMillis(200);
    /** Messages taken from one peer before the others have their turn. */
    private static final int MAX_BURST = 64;

    private static final long JOIN_MS = 5_000;

    private final Thread thread;
    private final Handler handler;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final Inbox inbox;
    private volatile boolean closing;
    private volatile Throwable failure;

    /** Receives from one peer, made to wait. */
    Worker(final String name, final Peer peer, final Handler handler) {
        this.handler = handler;
        this.inbox = null;
        peers.add(peer);
        thread = start(name, () -> receiveFrom(peer));
    }

    /** Receives from all peers added, made not to wait. */
    Worker(final String name, final LoadTransport transport, final Handler handler) throws IOException {
        this.handler = handler;
        this.inbox = transport.openInbox();
        thread = start(name, () -> {
            while (!closing) {
                inbox.poll(TICK);
            }
        });
    }

    /** Receives from one more peer. */
    void add(final Peer peer) throws IOException {
        peers.add(peer);
        inbox.add(peer, this::drain);
    }

    /** What ended the thread before its time, or null. */
    Throwable failure() {
        return failure;
    }

    /** Waits until the thread has ended by itself. */
    void join() throws InterruptedException {
        thread.join();
    }

    /** Ends the thread, then closes the peers. */
    @Override
    public void close() throws IOException {
        closing = true;
        // A peer that knows no timeout can only be woken by closing it.
        for (final Peer peer : peers) {
            if (!joined(2 * TICK.toMillis())) {
                peer.close();
            }
        }
        joined(JOIN_MS);
        for (final Peer peer : peers) {
            peer.close();
        }
        if (inbox != null) {
            inbox.close();
        }
    }

    private boolean joined(final long timeoutMs) {
        try {
            thread.join(timeoutMs);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private Thread start(final String name, final Loop loop) {
        final Thread started = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (final ClosedChannelException | SctpException.Closed e) {
                        failure = closing ? null : e;
                    } catch (final IOException | RuntimeException | Error e) {
                        failure = e;
                    }
                },
                name);
        started.setDaemon(true);
        started.start();
        return started;
    }

    private void receiveFrom(final Peer peer) throws IOException {
        int bytes = peer.receive(TICK);
        while (bytes != Peer.END && !closing) {
            if (bytes != Peer.NOTHING) {
                handler.onMessage(peer);
            }
            bytes = peer.receive(TICK);
        }
    }

    private boolean drain(final Peer peer) throws IOException {
        for (int i = 0; i < MAX_BURST; i++) {
            final int bytes = peer.receive(Duration.ZERO);
            if (bytes == Peer.END) {
                return false;
            }
            if (bytes == Peer.NOTHING) {
                return true;
            }
            handler.onMessage(peer);
        }
        return true;
    }

    /** What to do with a message: {@link Peer#message()} of the peer. */
    @FunctionalInterface
    interface Handler {
        /** The peer has received a message. */
        void onMessage(Peer peer) throws IOException;
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws IOException;
    }
}
