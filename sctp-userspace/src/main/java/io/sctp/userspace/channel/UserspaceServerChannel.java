package io.sctp.userspace.channel;

import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.engine.Association;
import io.sctp.spi.AcceptCalls;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.Deadline;
import io.sctp.spi.SctpProvider;
import io.sctp.udp.Steering;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.Waiters;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Accepts associations, each as a channel. Associations arrive at any of the listening drivers. Those that wait to be
 * accepted are guarded by their own monitor, which is taken after any driver's lock.
 */
public final class UserspaceServerChannel extends UserspaceEndpoint<SctpServerChannel> implements AcceptCalls {
    private static final String ACCEPT = "accept";
    private static final String BIND = "bind";

    private final Waiters acceptors = new Waiters(driver());
    private final Queue<UserspaceChannel> waiting = new ArrayDeque<>();
    private int backlog;

    /** The snapshot for future associations; null before it is bound. */
    private volatile EndpointSnapshot offered;
    /** The snapshot that all drivers know. */
    private volatile EndpointSnapshot known;

    public UserspaceServerChannel(
            final SctpProvider provider, final StackContext stack, final Driver driver, final ProtocolFamily family) {
        super(provider, stack, driver, family);
    }

    @Override
    public SctpServerChannel bind(final SocketAddress local, final int wantedBacklog) throws IOException {
        final SctpAddress wanted = wanted(local);
        requireTogether(wanted);
        doing(BIND, () -> {
            bindTo(wanted);
            backlog = Math.max(1, wantedBacklog);
            offered = snapshot();
        });
        // All drivers must know the endpoint before the first packet can arrive; otherwise the packet would be refused.
        try {
            doing(BIND, () -> {
                stack().openToListen();
                receiveAtItsAddresses(driver());
            });
        } catch (final IOException | RuntimeException e) {
            leaveDrivers();
            enter();
            offered = null;
            unbind();
            leave();
            throw e;
        }
        return this;
    }

    @Override
    List<Driver> servedBy(final Driver own) {
        return stack().listening().drivers();
    }

    // ---- The drivers' snapshot

    @Override
    void onSettingsChanged() {
        if (port() != 0) {
            offered = snapshot();
        }
    }

    @Override
    void onSubscription(final NotificationType type, final boolean on) {
        onSettingsChanged();
    }

    /** Gives each driver the latest snapshot, whichever thread created it. */
    @Override
    void tellDrivers() {
        final EndpointSnapshot latest = offered;
        if (latest == null || latest.equals(known) || driver().failure() != null) {
            return;
        }
        for (final Driver driver : stack().listening().drivers()) {
            driver.enter();
            try {
                final EndpointSnapshot snapshot = offered;
                if (isOpen() && snapshot != null) {
                    DriverChannels.of(driver).listen(snapshot.port(), this, snapshot.engineConfig(driver));
                }
            } finally {
                driver.leave();
            }
        }
        known = latest;
    }

    /**
     * Taken after any driver's lock under which a snapshot is still being set; none is set once the endpoint is closed.
     * The channels that nobody accepted are closed like any other channel.
     */
    @Override
    void leaveDrivers() {
        final EndpointSnapshot latest = offered;
        if (latest == null) {
            return;
        }
        for (final Driver driver : stack().listening().drivers()) {
            driver.enter();
            try {
                DriverChannels.of(driver).stopListening(latest.port(), this);
            } finally {
                driver.leave();
            }
        }
        takeAll().forEach(UserspaceChannel::closeNow);
    }

    private List<UserspaceChannel> takeAll() {
        synchronized (waiting) {
            final List<UserspaceChannel> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        }
    }

    @Override
    void onClose() {
        // Its state is spread over several drivers, each with its own lock.
    }

    // ---- Accepting

    /** Also once the endpoint is being closed: what comes up before {@link #leaveDrivers} is closed by it. */
    @Override
    ChannelAssociation onIncoming(final Driver driver, final Association engine) {
        synchronized (waiting) {
            final EndpointSnapshot snapshot = offered;
            if (snapshot == null || (waiting.size() >= backlog && !dropEnded(driver))) {
                return null;
            }
            final UserspaceChannel channel = new UserspaceChannel(this, driver, snapshot);
            final ChannelAssociation association = new ChannelAssociation(driver, engine, channel);
            channel.adopt(association);
            waiting.add(channel);
            acceptors.signalAll();
            tellPollers();
            return association;
        }
    }

    /**
     * Frees space by removing associations that ended before they were accepted. Returns false if this driver has none.
     */
    private boolean dropEnded(final Driver driver) {
        return waiting.removeIf(channel -> channel.driver().equals(driver) && channel.abandonIfEnded());
    }

    /** Waits parked; only receiving threads borrow a driver's turn. */
    @Override
    public SctpChannel accept(final Deadline deadline) throws IOException {
        requireOpen(ACCEPT);
        beginToWait(ACCEPT, deadline);
        while (true) {
            synchronized (waiting) {
                requireStillOpen(ACCEPT);
                requireOpen(ACCEPT);
                if (offered == null) {
                    throw ChannelExceptions.notYetBound(ACCEPT, null, null, "bind makes it listen");
                }
                final SctpChannel accepted = waiting.poll();
                if (accepted != null) {
                    return accepted.closeOnInterrupt(isClosedOnInterrupt());
                }
                if (deadline == null) {
                    return null;
                }
                if (deadline.expired()) {
                    throw timedOut(ACCEPT, null);
                }
                acceptors.enlist(Thread.currentThread());
            }
            Waiters.park(this, deadline);
            synchronized (waiting) {
                acceptors.dismiss(Thread.currentThread());
            }
            endToWait(ACCEPT);
        }
    }

    @Override
    void signalEveryone() {
        synchronized (waiting) {
            acceptors.signalAll();
        }
    }

    @Override
    ChannelAssociation associationOf(final String operation, final OptionTarget target) {
        return null;
    }

    @Override
    Iterable<ChannelAssociation> ownAssociations() {
        return List.of();
    }

    /** Its associations are distributed over the drivers, unless other channels share the port. */
    @Override
    boolean isGoodPort(final int candidate) {
        return needsOneDriver() == Steering.isAlwaysTogether(candidate);
    }

    @Override
    Iterable<ChannelAssociation> associationsToChange() {
        return List.of();
    }

    @Override
    int readiness() {
        synchronized (waiting) {
            return waiting.isEmpty() ? 0 : SctpPoller.ACCEPTABLE;
        }
    }

    @Override
    protected SctpServerChannel self() {
        return this;
    }

    @Override
    protected String kind() {
        return "SctpServerChannel";
    }
}
