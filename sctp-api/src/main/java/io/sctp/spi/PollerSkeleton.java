package io.sctp.spi;

import io.sctp.SctpEndpoint;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The common part of all providers' pollers: checks of arguments, and which channels are registered.
 *
 * <p>Registrations are guarded by the poller's monitor. A provider adds how it learns that a channel is ready.
 *
 * @param <E> the provider's channels
 * @param <W> the provider's registrations
 */
public abstract class PollerSkeleton<E extends ChannelSkeleton<?>, W extends PollerSkeleton.Watched<E>>
        implements SctpPoller {
    private final String provider;
    private final Class<?> channels;
    private final Map<E, W> watched = new HashMap<>();

    /**
     * An open poller.
     *
     * @param provider the provider's name
     * @param channels the type of its channels
     */
    protected PollerSkeleton(final String provider, final Class<?> channels) {
        this.provider = provider;
        this.channels = channels;
    }

    /** One registered channel. */
    public abstract static class Watched<E extends ChannelSkeleton<?>> implements Registration {
        private final PollerSkeleton<E, ?> poller;
        private final E endpoint;
        private final Handler handler;
        private volatile int interest;

        /** A registration that has still to be entered. */
        protected Watched(final PollerSkeleton<E, ?> poller, final E endpoint, final Handler handler) {
            this.poller = poller;
            this.endpoint = endpoint;
            this.handler = handler;
        }

        /** Watches for an interest, the first or another one; with the poller's monitor. */
        protected abstract void watchFor(int interest) throws IOException;

        /** Ends what {@link #watchFor} began; with the poller's monitor. */
        protected abstract void stopWatching();

        /** Tells the channel to cancel this registration when it is closed; at once if it is. */
        protected abstract void cancelWithChannel();

        /** Takes back what {@link #cancelWithChannel} told the channel. */
        protected abstract void leaveChannel();

        @Override
        public final E channel() {
            return endpoint;
        }

        @Override
        public final int interest() {
            return interest;
        }

        @Override
        public final Registration interest(final int newInterest) throws IOException {
            requirePossible(endpoint, newInterest);
            synchronized (poller) {
                if (!isEntered()) {
                    throw ChannelExceptions.cancelled("change interest", null, null, endpoint.toString());
                }
                change(newInterest);
            }
            return this;
        }

        private void change(final int newInterest) throws IOException {
            interest = newInterest;
            watchFor(newInterest);
        }

        /** Whether it is neither cancelled nor still to be entered; with the poller's monitor. */
        protected final boolean isEntered() {
            return equals(poller.watched.get(endpoint));
        }

        @Override
        public final void cancel() {
            synchronized (poller) {
                if (!isEntered()) {
                    return;
                }
                poller.watched.remove(endpoint);
                stopWatching();
            }
            leaveChannel();
            endpoint.endToWatch();
        }
    }

    // ---- Registrations

    /** A registration, still to be entered. */
    protected abstract W newRegistration(E channel, Handler handler);

    @Override
    @SuppressWarnings("unchecked") // the type of the channels is that of E
    public final Registration register(final SctpEndpoint channel, final int interest, final Handler handler)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        if (!channels.isInstance(channel)) {
            throw ChannelExceptions.illegalSelector(
                    "watch", null, null, channel + " is not a channel of the provider '" + provider + "'");
        }
        requirePossible(channel, interest);
        final E endpoint = (E) channel;
        final W registration = newRegistration(endpoint, handler);
        requireOpen("watch");
        endpoint.requireOpen("watch");
        synchronized (this) {
            requireOpen("watch");
            enter(endpoint, registration, interest);
        }
        boolean done = false;
        try {
            registration.cancelWithChannel();
            done = true;
        } finally {
            if (!done) {
                registration.cancel();
            }
        }
        return registration;
    }

    private void enter(final E endpoint, final W registration, final int interest) throws IOException {
        if (watched.containsKey(endpoint)) {
            throw new IllegalStateException(endpoint + " is registered here already");
        }
        endpoint.beginToWatch();
        boolean done = false;
        try {
            watched.put(endpoint, registration);
            ((Watched<E>) registration).change(interest);
            done = true;
        } finally {
            if (!done) {
                watched.remove(endpoint);
                endpoint.endToWatch();
            }
        }
    }

    private static void requirePossible(final SctpEndpoint channel, final int wanted) {
        final int possible = channel instanceof SctpServerChannel ? ACCEPTABLE : READABLE | WRITABLE;
        if ((wanted & ~possible) != 0) {
            throw new IllegalArgumentException("interest " + wanted + " is not possible for " + channel);
        }
    }

    @Override
    public final synchronized int size() {
        return watched.size();
    }

    // ---- Polling

    /** As {@link #poll(Duration, int)}, with arguments that were checked. */
    protected abstract int poll(Deadline deadline, int limit) throws IOException;

    /** Calls a registration's handler. */
    protected final void call(final W registration, final int ready) throws IOException {
        ((Watched<E>) registration).handler.onReady(registration, ready);
    }

    @Override
    public final int poll(final Duration timeout, final int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is below 1");
        }
        return poll(timeout == null ? Deadline.NEVER : Deadline.in(timeout), limit);
    }

    // ---- The end

    /** Whether it is open. */
    protected abstract boolean isOpen();

    /** Closes what the poller has, and ends a running poll; with the monitor. Returns false if it is closed already. */
    protected abstract boolean closeNow();

    private void requireOpen(final String operation) throws ClosedChannelException {
        if (!isOpen()) {
            throw ChannelExceptions.closed(operation, null, null, "the poller is closed");
        }
    }

    @Override
    public final void close() {
        final List<W> left;
        synchronized (this) {
            if (!closeNow()) {
                return;
            }
            left = List.copyOf(watched.values());
            watched.clear();
        }
        for (final W registration : left) {
            registration.leaveChannel();
            registration.channel().endToWatch();
        }
    }
}
