package io.sctp.bench.load;

import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.Inbox;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Receiver;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that receives from peers: from a single one by waiting in its receive, from many through an {@link Inbox}.
 */
final class Worker implements Receiver {
    /** The maximum delay until a thread that waits for messages notices that it must end. */
    private static final Duration TICK = Duration.ofMillis(200);
    /** Messages taken from one peer before the others have their turn. */
    private static final int MAX_BURST = 64;

    private static final long JOIN_MS = 5_000;
    /** A pause, as a call that failed is likely to fail again at once. */
    private static final long PAUSE_NS = 10_000_000;

    private final String name;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Inbox inbox;
    private volatile boolean closing;
    private volatile boolean aborted;
    private volatile Throwable failure;

    /** Receives from each blocking peer in a separate thread, or from all non-blocking peers in one. */
    Worker(final String name, final LoadTransport transport, final boolean waiting) throws IOException {
        this.name = name;
        this.inbox = waiting ? null : transport.openInbox();
        if (!waiting) {
            start(this::pollAll);
        }
    }

    @Override
    public void add(final Connection connection, final MessageHandler handler) throws IOException {
        connections.add(connection);
        if (inbox == null) {
            start(() -> {
                Throwable cause = null;
                try {
                    receiveFrom(connection, handler);
                } catch (final IOException | RuntimeException | Error e) {
                    cause = e;
                    throw e;
                } finally {
                    threads.remove(Thread.currentThread());
                    end(connection, handler, cause);
                }
            });
        } else {
            inbox.add(connection, readable -> serve(readable, handler));
        }
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void abort() throws IOException {
        aborted = true; // and not closing: threads that notice that close their associations gracefully
        Receiver.abortAll(connections);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        // A peer without timeouts can only be woken by closing it.
        for (final Connection connection : connections) {
            if (!joined(2 * TICK.toMillis())) {
                connection.close();
            }
        }
        joined(JOIN_MS);
        for (final Connection connection : connections) {
            connection.close();
        }
        if (inbox != null) {
            inbox.close();
        }
    }

    /** An error of one peer must not end the others. */
    private void pollAll() throws IOException {
        while (!closing) {
            try {
                inbox.poll(TICK);
            } catch (final ClosedChannelException e) {
                throw e;
            } catch (final IOException | RuntimeException | OutOfMemoryError e) {
                note(e);
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private boolean joined(final long timeoutMs) {
        try {
            for (final Thread thread : threads) {
                thread.join(timeoutMs);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    private void start(final Loop loop) {
        final Thread started = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (final ClosedChannelException e) {
                        failure = closing || aborted ? null : e;
                    } catch (final IOException | RuntimeException | Error e) {
                        failure = aborted ? null : e;
                    }
                },
                name);
        started.setDaemon(true);
        threads.add(started);
        started.start();
    }

    /** As {@link #drain}, but an error ends only this peer. */
    private boolean serve(final Connection connection, final MessageHandler handler) {
        boolean goesOn = false;
        Throwable cause = null;
        try {
            goesOn = drain(connection, handler);
        } catch (final IOException | RuntimeException | OutOfMemoryError e) {
            cause = e;
            note(e);
        }
        if (!goesOn) {
            end(connection, handler, cause);
        }
        return goesOn;
    }

    /** Frees the descriptor and the memory of a lost peer. */
    private void end(final Connection connection, final MessageHandler handler, final Throwable cause) {
        if (!connections.remove(connection)) {
            return;
        }
        if (!closing) {
            handler.onEnd(cause);
        }
        try {
            connection.close();
        } catch (final IOException e) {
            note(e);
        }
    }

    private void note(final Throwable thrown) {
        if (failure == null && !closing && !aborted) {
            failure = thrown;
        }
    }

    private void receiveFrom(final Connection connection, final MessageHandler handler) throws IOException {
        int bytes = connection.receive(TICK);
        while (bytes != Connection.END && !closing) {
            if (bytes != Connection.NOTHING) {
                handler.onMessage(connection.message(), connection.messageStream());
            }
            if (connection.pending() == 0) {
                handler.onPause();
            }
            bytes = connection.receive(TICK);
        }
    }

    private static boolean drain(final Connection connection, final MessageHandler handler) throws IOException {
        int handled = 0;
        int bytes;
        do {
            bytes = connection.receive(Duration.ZERO);
            if (bytes > 0) {
                handler.onMessage(connection.message(), connection.messageStream());
                handled++;
            }
            // Messages that the peer has already read do not make it readable again.
        } while (bytes > 0 && (handled < MAX_BURST || connection.pending() > 0));
        handler.onPause();
        return bytes != Connection.END;
    }

    @FunctionalInterface
    private interface Loop {
        void run() throws IOException;
    }
}
