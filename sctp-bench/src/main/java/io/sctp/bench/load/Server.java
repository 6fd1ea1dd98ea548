package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.Connection;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.LostConnectionException;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Receiver;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Accepts associations, and answers, counts or reports their messages, as configured. */
public final class Server implements AutoCloseable {
    /**
     * The pauses before accept is tried again. Each is twice the previous one, so that a shortage does not use
     * processor time.
     */
    private static final long MIN_PAUSE_NS = 1_000_000;

    private static final long MAX_PAUSE_NS = 1_000_000_000;

    private static final System.Logger LOGGER = System.getLogger("io.sctp.bench");

    private final Acceptor acceptor;
    private final Receiver receiver;
    private final Function<Connection, MessageHandler> handlers;
    private final Guests guests;
    private final Reporter reporter = new Reporter();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean killed;
    private volatile IOException failure;

    private Server(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final Function<Connection, MessageHandler> handlers,
            final Guests guests)
            throws IOException {
        setup.requirePossible(transport);
        this.handlers = handlers;
        this.guests = guests;
        this.acceptor = transport.listen(local, setup);
        this.receiver = setup.dispatcherWorkers() > 0
                ? transport.openDispatcher(setup)
                : new Worker("load-server", transport, setup.waiting());
        this.thread = new Thread(this::acceptAll, "load-accept");
        thread.setDaemon(true);
        thread.start();
    }

    /** Listens, and answers every message: sends it back or reports its arrival, as the message asks. */
    public static Server answering(
            final LoadTransport transport, final SctpAddress local, final LoadTransport.Setup setup)
            throws IOException {
        return answering(transport, local, setup, Guests.UNSEEN);
    }

    /** Listens and answers every message. Reports every peer that connects or leaves. */
    public static Server answering(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final Guests guests)
            throws IOException {
        return new Server(transport, local, setup, null, guests);
    }

    /** Listens, and passes every message to this handler. */
    static Server taking(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final MessageHandler handler)
            throws IOException {
        return new Server(transport, local, setup, connection -> handler, Guests.UNSEEN);
    }

    /** The address on which it listens. */
    public SctpAddress address() throws IOException {
        return acceptor.address();
    }

    /**
     * Waits until it has stopped accepting, by itself or because it was closed.
     *
     * @param limit maximum time to wait
     * @return whether that is so
     */
    public boolean join(final Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /** The error that ended accepting or receiving, or null. */
    public Throwable failure() {
        return failure != null ? failure : receiver.failure();
    }

    /** Aborts all associations and accepts no more, as a process that is killed; {@link #close} must follow. */
    void kill() throws IOException {
        killed = true;
        acceptor.close();
        receiver.abort();
    }

    /** Ends all threads and closes all associations; calling it again does nothing. */
    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        reporter.close();
        acceptor.close();
        receiver.close();
    }

    private void acceptAll() {
        long pauseNs = MIN_PAUSE_NS;
        while (!closing && !killed) {
            try {
                serve(acceptor.accept());
                pauseNs = MIN_PAUSE_NS;
            } catch (final LostConnectionException e) {
                LOGGER.log(System.Logger.Level.DEBUG, e.getMessage(), e);
            } catch (final ClosedChannelException | SctpException.Ended e) {
                failure = closing || killed ? null : e;
                return;
            } catch (final IOException | RuntimeException | OutOfMemoryError e) {
                pause(e, pauseNs);
                pauseNs = Math.min(MAX_PAUSE_NS, 2 * pauseNs);
            }
        }
    }

    /** A shortage, of descriptors for example, passes when others give some back. */
    private void pause(final Throwable cause, final long pauseNs) {
        if (pauseNs == MIN_PAUSE_NS || pauseNs == MAX_PAUSE_NS) { // and not each time on the way
            LOGGER.log(System.Logger.Level.WARNING, "cannot accept, and tries again: " + cause);
        }
        LockSupport.parkNanos(pauseNs);
    }

    private void serve(final Connection connection) throws IOException {
        final MessageHandler handler =
                handlers == null ? new Answering(connection, guests, reporter) : handlers.apply(connection);
        try {
            receiver.add(connection, handler);
        } catch (final IOException | RuntimeException | OutOfMemoryError e) {
            handler.onEnd(e);
            connection.close();
            throw new LostConnectionException(e);
        }
    }

    /** Is notified of peers that connect and leave; from any thread. */
    public interface Guests {
        /** Ignores all peers. */
        Guests UNSEEN = new Guests() {
            @Override
            public void onCome(final String name) {}

            @Override
            public void onGo(final String name, final double seconds, final long messages, final Throwable cause) {}
        };

        /** A peer has connected. */
        void onCome(String name);

        /**
         * A peer has left.
         *
         * @param name its name when it connected
         * @param seconds the duration of its association
         * @param messages the number of messages it sent
         * @param cause the error, or null after a normal end
         */
        void onGo(String name, double seconds, long messages, Throwable cause);
    }
}
