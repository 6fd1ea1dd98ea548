package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.engine.AddressChange;
import io.sctp.engine.Association;
import io.sctp.engine.AuthEvent;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Path;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.config.IpAddress;
import java.util.HashSet;
import java.util.Set;

/** Passes on what the engine says: to the channel of an association, or to who listens for new ones. */
final class DriverEvents implements EngineHandler {
    private final Driver driver;
    private final Set<ChannelAssociation> settingUp = new HashSet<>();
    private long notificationsDropped;

    DriverEvents(final Driver driver) {
        this.driver = driver;
    }

    private static ChannelAssociation of(final Association engine) {
        return (ChannelAssociation) engine.attachment();
    }

    /** A notification found no room. */
    void onNotificationDropped() {
        notificationsDropped++;
    }

    long notificationsDropped() {
        return notificationsDropped;
    }

    /** An association of ours is being set up. */
    void onConnecting(final ChannelAssociation association) {
        settingUp.add(association);
    }

    /** The system refused to send to an address. */
    void onUnreachable(final long high, final long low, final int errno) {
        for (final ChannelAssociation association : settingUp) {
            if (association.engine().pathCount() == 1
                    && association.engine().path(0).hasAddress(high, low)) {
                association.failSetUp(errno == Errno.EHOSTUNREACH.number() ? Errno.EHOSTUNREACH : Errno.ENETUNREACH);
            }
        }
    }

    /** The system refused to send from an address. */
    void onSourceRefused(final int localId) {
        driver.onSourceRefused(localId);
    }

    @Override
    public void onEstablished(final Association engine) {
        ChannelAssociation association = of(engine);
        if (association == null) {
            final UserspaceEndpoint<?> listener = driver.listener(engine.localPort());
            association = listener == null ? null : listener.onIncoming(driver, engine);
            if (association == null) {
                engine.abort();
                return;
            }
        }
        settingUp.remove(association);
        association.onUp();
        association.owner().onUp(association);
        association.owner().follow(association);
    }

    @Override
    public void onRestarted(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onRestarted();
            association.owner().follow(association); // the peer may agree to it only now
        }
    }

    @Override
    public void onAddressChange(
            final Association engine, final AddressChange change, final IpAddress address, final boolean done) {
        final ChannelAssociation association = of(engine);
        if (association != null && change == AddressChange.ADD && done) {
            association.owner().follow(association); // the machine may have lost it meanwhile
        }
    }

    @Override
    public void onSendFailed(final Association engine, final FailedMessage message) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onSendFailed(message);
        }
    }

    @Override
    public void onPathChange(final Association engine, final Path path) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.onPathChange(path);
            association.owner().onPathChange(association, path);
        }
    }

    @Override
    public void onPathAdded(final Association engine, final Path path) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.onPathAdded(path);
        }
    }

    @Override
    public void onPathRemoved(final Association engine, final Path path) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.onPathRemoved(path);
            association.owner().onPathRemoved(association, path);
        }
    }

    @Override
    public void onPrimaryPathChange(final Association engine, final Path primary) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.onPrimaryPathChange(primary);
        }
    }

    @Override
    public void onAuthentication(final Association engine, final AuthEvent event, final int key) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onAuthentication(event, key);
        }
    }

    @Override
    public void onAdaptationIndication(final Association engine, final int indication) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onAdaptationIndication(indication);
        }
    }

    @Override
    public void onStreamReset(
            final Association engine, final boolean incoming, final ReconfigOutcome outcome, final int[] streams) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.reconfiguration().onStreamReset(incoming, outcome, streams);
        }
    }

    @Override
    public void onAssociationReset(
            final Association engine, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.reconfiguration().onAssociationReset(outcome, localTsn, peerTsn);
        }
    }

    @Override
    public void onStreamsAdded(
            final Association engine, final ReconfigOutcome outcome, final int inbound, final int outbound) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.reconfiguration().onStreamsAdded(outcome, inbound, outbound);
        }
    }

    @Override
    public void onReadable(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.owner().onReadable(association);
        }
    }

    @Override
    public void onWritable(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onRoom();
            association.owner().onWritable();
        }
    }

    @Override
    public void onPeerError(final Association engine, final int causeCode) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onPeerError(causeCode);
        }
    }

    @Override
    public void onPeerShutdown(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onPeerShutdown();
            association.owner().onWritable(); // who waits for room waits in vain
        }
    }

    @Override
    public void onDrained(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onDrained();
        }
    }

    @Override
    public void onClosed(final Association engine, final CloseReason reason, final int causeCode) {
        final ChannelAssociation association = of(engine);
        if (association == null) {
            driver.engine().release(engine);
            return;
        }
        settingUp.remove(association);
        association.onClosed(reason, causeCode);
        association.owner().onClosed(association);
    }
}
