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
    private final Set<Line> settingUp = new HashSet<>();
    private long notificationsDropped;

    DriverEvents(final Driver driver) {
        this.driver = driver;
    }

    private static Line line(final Association association) {
        return (Line) association.attachment();
    }

    /** A notification found no room. */
    void onNotificationDropped() {
        notificationsDropped++;
    }

    long notificationsDropped() {
        return notificationsDropped;
    }

    /** An association of ours is being set up. */
    void onConnecting(final Line line) {
        settingUp.add(line);
    }

    /** The system refused to send to an address. */
    void onUnreachable(final long high, final long low, final int errno) {
        for (final Line line : settingUp) {
            if (line.engine().pathCount() == 1 && line.engine().path(0).hasAddress(high, low)) {
                line.failSetUp(errno == Errno.EHOSTUNREACH.number() ? Errno.EHOSTUNREACH : Errno.ENETUNREACH);
            }
        }
    }

    /** The system refused to send from an address. */
    void onSourceRefused(final int localId) {
        driver.onSourceRefused(localId);
    }

    @Override
    public void onEstablished(final Association association) {
        Line line = line(association);
        if (line == null) {
            final Endpoint<?> listener = driver.listener(association.localPort());
            line = listener == null ? null : listener.onIncoming(driver, association);
            if (line == null) {
                association.abort();
                return;
            }
        }
        settingUp.remove(line);
        line.onUp();
        line.owner().onUp(line);
        line.owner().follow(line);
    }

    @Override
    public void onRestarted(final Association association) {
        final Line line = line(association);
        if (line != null) {
            line.onRestarted();
            line.owner().follow(line); // the peer may agree to it only now
        }
    }

    @Override
    public void onAddressChange(
            final Association association, final AddressChange change, final IpAddress address, final boolean done) {
        final Line line = line(association);
        if (line != null && change == AddressChange.ADD && done) {
            line.owner().follow(line); // the machine may have lost it meanwhile
        }
    }

    @Override
    public void onSendFailed(final Association association, final FailedMessage message) {
        final Line line = line(association);
        if (line != null) {
            line.onSendFailed(message);
        }
    }

    @Override
    public void onPathChange(final Association association, final Path path) {
        final Line line = line(association);
        if (line != null && line.wasUp()) {
            line.onPathChange(path);
            line.owner().onPathChange(line, path);
        }
    }

    @Override
    public void onPathAdded(final Association association, final Path path) {
        final Line line = line(association);
        if (line != null && line.wasUp()) {
            line.onPathAdded(path);
        }
    }

    @Override
    public void onPathRemoved(final Association association, final Path path) {
        final Line line = line(association);
        if (line != null && line.wasUp()) {
            line.onPathRemoved(path);
            line.owner().onPathRemoved(line, path);
        }
    }

    @Override
    public void onPrimaryPathChange(final Association association, final Path primary) {
        final Line line = line(association);
        if (line != null && line.wasUp()) {
            line.onPrimaryPathChange(primary);
        }
    }

    @Override
    public void onAuthentication(final Association association, final AuthEvent event, final int key) {
        final Line line = line(association);
        if (line != null) {
            line.onAuthentication(event, key);
        }
    }

    @Override
    public void onAdaptationIndication(final Association association, final int indication) {
        final Line line = line(association);
        if (line != null) {
            line.onAdaptationIndication(indication);
        }
    }

    @Override
    public void onStreamReset(
            final Association association, final boolean incoming, final ReconfigOutcome outcome, final int[] streams) {
        final Line line = line(association);
        if (line != null) {
            line.reconfiguration().onStreamReset(incoming, outcome, streams);
        }
    }

    @Override
    public void onAssociationReset(
            final Association association, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        final Line line = line(association);
        if (line != null) {
            line.reconfiguration().onAssociationReset(outcome, localTsn, peerTsn);
        }
    }

    @Override
    public void onStreamsAdded(
            final Association association, final ReconfigOutcome outcome, final int inbound, final int outbound) {
        final Line line = line(association);
        if (line != null) {
            line.reconfiguration().onStreamsAdded(outcome, inbound, outbound);
        }
    }

    @Override
    public void onReadable(final Association association) {
        final Line line = line(association);
        if (line != null) {
            line.owner().onReadable(line);
        }
    }

    @Override
    public void onWritable(final Association association) {
        final Line line = line(association);
        if (line != null) {
            line.onRoom();
            line.owner().onWritable();
        }
    }

    @Override
    public void onPeerError(final Association association, final int causeCode) {
        final Line line = line(association);
        if (line != null) {
            line.onPeerError(causeCode);
        }
    }

    @Override
    public void onPeerShutdown(final Association association) {
        final Line line = line(association);
        if (line != null) {
            line.onPeerShutdown();
            line.owner().onWritable(); // who waits for room waits in vain
        }
    }

    @Override
    public void onDrained(final Association association) {
        final Line line = line(association);
        if (line != null) {
            line.onDrained();
        }
    }

    @Override
    public void onClosed(final Association association, final CloseReason reason, final int causeCode) {
        final Line line = line(association);
        if (line == null) {
            driver.engine().release(association);
            return;
        }
        settingUp.remove(line);
        line.onClosed(reason, causeCode);
        line.owner().onClosed(line);
    }
}
