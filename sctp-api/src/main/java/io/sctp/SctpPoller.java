package io.sctp;

import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.time.Duration;

/**
 * Watches any number of channels of one provider and calls a handler for each ready channel.
 *
 * <p>It is level-triggered: a poll calls a channel's handler as long as the channel is ready. Handlers run in the
 * polling thread, one at a time. Watched channels must be in non-blocking mode. A channel whose association has ended
 * is ready for everything it is watched for, because a call would report the end without waiting. With interest 0 its
 * handler is never called.
 *
 * <p>One thread at a time may call {@link #poll}. Any thread may call the other methods, also from a handler.
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
     * Registers a channel. A closed channel is removed.
     *
     * @param interest a sum of {@link #READABLE}, {@link #WRITABLE} and {@link #ACCEPTABLE}, or 0
     * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
     * @throws java.nio.channels.IllegalSelectorException if the channel belongs to another provider
     * @throws IllegalArgumentException if this type of channel is never ready for the interest
     * @throws IllegalStateException if the channel is already registered here
     */
    Registration register(SctpEndpoint channel, int interest, Handler handler) throws IOException;

    /**
     * Waits until a channel is ready, {@link #wakeup()} is called or the timeout expires, and calls the handlers of at
     * most {@code limit} ready channels. As with a {@link java.nio.channels.Selector}, a poll by an interrupted thread
     * does not wait, and an interrupt closes neither the poller nor a channel; a loop must check the thread's interrupt
     * status itself.
     *
     * @param timeout zero does not wait; null waits without limit
     * @return the number of handlers called
     * @throws IOException the exception of a handler; the remaining handlers are called at the next poll
     */
    int poll(Duration timeout, int limit) throws IOException;

    /** Makes the current poll return at once, or the next one if none is running. */
    void wakeup();

    /** The number of registered channels. */
    int size();

    /** Unregisters all channels and ends a running poll. The channels stay open. */
    @Override
    void close() throws IOException;

    /** Called when a channel is ready. */
    @FunctionalInterface
    interface Handler {
        /**
         * A channel is ready.
         *
         * @param registration the object that {@link SctpPoller#register} returned
         * @param ready a sum of the interests for which it is ready, never 0
         */
        void onReady(Registration registration, int ready) throws IOException;
    }

    /** One registered channel. */
    interface Registration {
        /** The channel. */
        SctpEndpoint channel();

        /** The current interest. */
        int interest();

        /**
         * Changes the interest.
         *
         * @throws java.nio.channels.CancelledKeyException if the registration was cancelled
         */
        Registration interest(int interest) throws IOException;

        /** Unregisters the channel. Calling it again does nothing. */
        void cancel();
    }
}
