package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.time.Duration;

/**
 * Watches any number of channels of one provider and calls a handler for each that is ready.
 *
 * <p>Readiness is a level: a handler is called again at each poll until what made its channel ready is dealt with.
 * Handlers run in the thread that polls, one at a time. Channels have to be in non-blocking mode as long as they are
 * watched. A channel whose association has ended is ready for whatever it is watched for, since a call would not wait
 * but say so; with interest 0 its handler is never called.
 *
 * <p>{@link #poll} is for one thread at a time; everything else may be called by any thread, also from within a
 * handler.
 */
public interface SctpPoller extends AutoCloseable {
    /** A message, a notification or the end of the stream can be received. */
    int READABLE = 1;
    /** A message can be sent, or a connect can be finished. */
    int WRITABLE = 2;
    /** An association can be accepted. */
    int ACCEPTABLE = 4;

    /** Opens a poller of the provider that {@link SctpProvider#auto()} chooses. */
    static SctpPoller open() throws IOException {
        return SctpProvider.auto().openPoller();
    }

    /**
     * Watches a channel. A closed channel is no longer watched.
     *
     * @param interest a sum of {@link #READABLE}, {@link #WRITABLE} and {@link #ACCEPTABLE}; 0 for none now
     * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
     * @throws java.nio.channels.IllegalSelectorException if the channel is another provider's
     * @throws IllegalArgumentException if the channel cannot be ready for the interest
     * @throws IllegalStateException if the channel is registered here already
     */
    Registration register(SctpEndpoint channel, int interest, Handler handler) throws IOException;

    /**
     * Waits until a channel is ready, {@link #wakeup()} is called, or the timeout ends, and calls the handlers of at
     * most {@code limit} ready channels. Zero as a timeout does not wait; null waits without end. As with a
     * {@link java.nio.channels.Selector}, a poll by a thread that is interrupted, before or meanwhile, does not wait, and
     * neither the poller nor a channel is closed: a loop has to look at the thread's interrupt status itself.
     *
     * @return how many handlers were called
     * @throws IOException what a handler threw; the others are called at the next poll
     */
    int poll(Duration timeout, int limit) throws IOException;

    /** Makes the poll that waits, or else the next one, return at once. */
    void wakeup();

    /** How many channels are watched. */
    int size();

    /** Stops watching, and ends a poll that waits. The channels stay open. */
    @Override
    void close() throws IOException;

    /** What to do when a channel is ready. */
    @FunctionalInterface
    interface Handler {
        /**
         * A channel is ready.
         *
         * @param registration what {@link SctpPoller#register} returned
         * @param ready a sum of the interests it is ready for, never 0
         */
        void onReady(Registration registration, int ready) throws IOException;
    }

    /** One channel watched. */
    interface Registration {
        /** The channel. */
        SctpEndpoint channel();

        /** What it is watched for. */
        int interest();

        /**
         * Changes what it is watched for.
         *
         * @throws java.nio.channels.CancelledKeyException if it is watched no more
         */
        Registration interest(int interest) throws IOException;

        /** Watches it no more. Calling it again does nothing. */
        void cancel();
    }
}
