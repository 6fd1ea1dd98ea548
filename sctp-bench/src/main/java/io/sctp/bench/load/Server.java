package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.LostPeerException;
import io.sctp.bench.transport.MessageHandler;
import io.sctp.bench.transport.Peer;
import io.sctp.bench.transport.Receiver;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Accepts associations, and answers, counts or reports their messages, as configured. */
public final class Server implements AutoCloseable {
    /** How long an arrival waits at most to be reported. */
    private static final long REPORT_NS = 20_000_000;

    /** Pauses before accept is tried again; each is twice the one before, so that a shortage costs no processor. */
    private static final long MIN_PAUSE_NS = 1_000_000;

    private static final long MAX_PAUSE_NS = 1_000_000_000;

    private static final System.Logger LOGGER = System.getLogger("io.sctp.bench");

    private final Acceptor acceptor;
    private final Receiver receiver;
    private final Function<Peer, MessageHandler> handlers;
    private final Guests guests;
    private final List<Answering> answering = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile IOException failure;

    private Server(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final Function<Peer, MessageHandler> handlers,
            final Guests guests)
            throws IOException {
        setup.requirePossible(transport);
        this.handlers = handlers;
        this.guests = guests;
        this.acceptor = transport.listen(local, setup);
        this.receiver = setup.dispatcherWorkers() > 0
                ? transport.openDispatcher(setup)
                : new Worker("load-server", transport, setup.waiting());
        this.thread = start("load-accept", this::acceptAll);
        if (handlers == null) {
            start("load-reports", this::reportAll);
        }
    }

    /** Listens, and answers every message: sends it back, or reports its arrival, as it says. */
    public static Server answering(
            final LoadTransport transport, final SctpAddress local, final LoadTransport.Setup setup)
            throws IOException {
        return answering(transport, local, setup, Guests.UNSEEN);
    }

    /** The same, and reports every peer that connects or leaves. */
    public static Server answering(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final Guests guests)
            throws IOException {
        return new Server(transport, local, setup, null, guests);
    }

    /** Listens, and hands every message to this handler. */
    static Server taking(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final MessageHandler handler)
            throws IOException {
        return new Server(transport, local, setup, peer -> handler, Guests.UNSEEN);
    }

    /** Where it listens. */
    public SctpAddress address() throws IOException {
        return acceptor.address();
    }

    /**
     * Waits until it accepts no more, by itself or since it is closed.
     *
     * @param limit how long to wait at most
     * @return whether that is so
     */
    public boolean join(final Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /** What ended accepting or receiving before its time, or null. */
    public Throwable failure() {
        return failure != null ? failure : receiver.failure();
    }

    /** Ends all threads and closes all associations; calling it again does nothing. */
    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        acceptor.close();
        receiver.close();
    }

    private static Thread start(final String name, final Runnable task) {
        final Thread started = new Thread(task, name);
        started.setDaemon(true);
        started.start();
        return started;
    }

    private void acceptAll() {
        long pauseNs = MIN_PAUSE_NS;
        while (!closing) {
            try {
                serve(acceptor.accept());
                pauseNs = MIN_PAUSE_NS;
            } catch (final LostPeerException e) {
                LOGGER.log(System.Logger.Level.DEBUG, e.getMessage(), e);
            } catch (final ClosedChannelException | SctpException.Ended e) {
                failure = closing ? null : e;
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

    private void serve(final Peer peer) throws IOException {
        final MessageHandler handler = handlers == null ? answeringFor(peer) : handlers.apply(peer);
        try {
            receiver.add(peer, handler);
        } catch (final IOException | RuntimeException | OutOfMemoryError e) {
            handler.onEnd(e);
            peer.close();
            throw new LostPeerException(e);
        }
    }

    private MessageHandler answeringFor(final Peer peer) {
        final Answering handler = new Answering(peer, guests);
        answering.add(handler);
        return handler;
    }

    private void reportAll() {
        while (!closing) {
            LockSupport.parkNanos(REPORT_NS);
            // A peer that is gone takes no report, and is nobody's trouble but its own.
            answering.removeIf(handler -> {
                try {
                    handler.report();
                    return handler.isEnded();
                } catch (final IOException e) {
                    return true;
                }
            });
        }
    }

    /** Told of the peers that come and go; from any thread. */
    public interface Guests {
        /** Nobody is told. */
        Guests UNSEEN = new Guests() {
            @Override
            public void onCome(final String name) {}

            @Override
            public void onGo(final String name, final double seconds, final long messages, final Throwable cause) {}
        };

        /** A peer has come. */
        void onCome(String name);

        /**
         * A peer has gone.
         *
         * @param name what it was called when it came
         * @param seconds how long it was there
         * @param messages how many it sent
         * @param cause why, or null if it was done
         */
        void onGo(String name, double seconds, long messages, Throwable cause);
    }
}
