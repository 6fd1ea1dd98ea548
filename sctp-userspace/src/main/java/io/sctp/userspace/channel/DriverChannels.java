package io.sctp.userspace.channel;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.Errno;
import io.sctp.engine.AddressChange;
import io.sctp.engine.Association;
import io.sctp.engine.AuthEvent;
import io.sctp.engine.CloseReason;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.Path;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.DriverClient;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The channels of one driver: the listeners by port, the associations of closed channels that have not ended, and the
 * recipients of the engine's events. Guarded by the driver's lock, except where stated.
 */
public final class DriverChannels implements DriverClient {
    /** The minimum interval between two checks whether a local address still exists. */
    private static final long SOURCE_CHECK_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Driver driver;

    /** For any thread. */
    private final Set<UserspaceEndpoint<?>> endpoints =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final IntObjectHashMap<UserspaceEndpoint<?>> listeners = new IntObjectHashMap<>();
    private final Set<ChannelAssociation> settingUp = new HashSet<>();
    private final Set<ChannelAssociation> lingering = new LinkedHashSet<>();
    private final Set<UserspaceMessageChannel<?>> postponed = new LinkedHashSet<>();
    private boolean mayResume;
    private long sends;
    private long sourceCheckedNs = System.nanoTime() - SOURCE_CHECK_NS;
    private long notificationsDropped;

    DriverChannels(final Driver driver) {
        this.driver = driver;
    }

    /** The channels of a driver. */
    static DriverChannels of(final Driver driver) {
        return (DriverChannels) driver.client();
    }

    private static ChannelAssociation of(final Association association) {
        return (ChannelAssociation) association.attachment();
    }

    // ---- Channels

    /** Adds an endpoint, which is called if the driver ends. For any thread. */
    void register(final UserspaceEndpoint<?> endpoint) {
        endpoints.add(endpoint);
    }

    /** Removes an endpoint that is closed or has moved to another driver. For any thread. */
    void forget(final UserspaceEndpoint<?> endpoint) {
        endpoints.remove(endpoint);
    }

    /** The channels that are open. For any thread. */
    List<UserspaceEndpoint<?>> endpoints() {
        return List.of(endpoints.toArray(UserspaceEndpoint<?>[]::new));
    }

    /** Accepts associations at a port, with these parameters. */
    void listen(final int port, final UserspaceEndpoint<?> listener, final AssociationConfig config) {
        driver.engine().listen(port, config);
        listeners.put(port, listener);
    }

    /** Does nothing if another endpoint listens there now. */
    void stopListening(final int port, final UserspaceEndpoint<?> listener) {
        if (listener.equals(listeners.get(port))) {
            driver.engine().stopListening(port);
            listeners.remove(port);
        }
    }

    /** Counts a message queued by the program. */
    void noteSend() {
        sends++;
    }

    /** The number of messages that the program has sent. */
    long sends() {
        return sends;
    }

    /** Counts a notification dropped for lack of space. */
    void onNotificationDropped() {
        notificationsDropped++;
    }

    @Override
    public void countInto(final Map<String, Long> sums) {
        sums.merge("notificationsDropped", notificationsDropped, Long::sum);
    }

    // ---- Associations of closed channels

    /** Adds an association in shutdown whose channel is closed. */
    void addLingering(final ChannelAssociation association) {
        lingering.add(association);
    }

    /** Removes one that has ended. Channels that waited for it continue once all events are delivered. */
    void removeLingering(final ChannelAssociation association) {
        lingering.remove(association);
        mayResume = true;
    }

    /** Whether an association of a closed channel prevents a new one. */
    boolean lingersWith(final int localPort, final int peerPort, final List<IpAddress> peers) {
        return lingering.stream()
                .anyMatch(association ->
                        association.engine().localPort() == localPort && association.isWith(peerPort, peers));
    }

    /** The number of associations of closed channels that have not ended. */
    int lingeringCount() {
        return lingering.size();
    }

    /** Aborts the associations of closed channels. */
    void abortLingering(final byte[] reason) {
        for (final ChannelAssociation association : List.copyOf(lingering)) {
            association.engine().abort(reason);
        }
    }

    /** Lets the channel connect again once one of those associations has ended. */
    void resumeLater(final UserspaceMessageChannel<?> channel) {
        postponed.add(channel);
    }

    @Override
    public void onEventsDelivered() {
        if (mayResume) {
            mayResume = false;
            final List<UserspaceMessageChannel<?>> channels = List.copyOf(postponed);
            postponed.clear();
            channels.forEach(UserspaceMessageChannel::resumeConnecting);
        }
    }

    // ---- Events of the driver

    /** This end has begun to set an association up. */
    void onConnecting(final ChannelAssociation association) {
        settingUp.add(association);
    }

    @Override
    public void onUnreachable(final long high, final long low, final int errno) {
        for (final ChannelAssociation association : settingUp) {
            if (association.engine().pathCount() == 1
                    && association.engine().path(0).hasAddress(high, low)) {
                association.failSetUp(errno == Errno.EHOSTUNREACH.number() ? Errno.EHOSTUNREACH : Errno.ENETUNREACH);
            }
        }
    }

    /** If the address has vanished, associations use another one. */
    @Override
    public void onSourceRefused(final int localId) {
        final long nowNs = System.nanoTime();
        if (nowNs - sourceCheckedNs < SOURCE_CHECK_NS) {
            return;
        }
        sourceCheckedNs = nowNs;
        final IpAddress source = driver.localAddresses().address(localId);
        if (Addresses.isLocal(Addresses.of(source.high(), source.low()))) {
            return;
        }
        lingering.forEach(association -> association.leaveAddress(localId));
        for (final UserspaceEndpoint<?> endpoint : endpoints()) {
            endpoint.associationsToChange().forEach(association -> association.leaveAddress(localId));
        }
    }

    @Override
    public void onFault(final Association association, final Throwable thrown) {
        if (association.attachment() instanceof ChannelAssociation owned) {
            owned.fail(thrown);
        }
    }

    @Override
    public void onEnd() {
        endpoints().forEach(UserspaceEndpoint::onDriverEnded);
        driver.enter();
        try {
            lingering.forEach(ChannelAssociation::settlePort);
            lingering.clear();
        } finally {
            driver.leave();
        }
    }

    // ---- Events of the engine

    @Override
    public void onEstablished(final Association engine) {
        ChannelAssociation association = of(engine);
        if (association == null) {
            final UserspaceEndpoint<?> listener = listeners.get(engine.localPort());
            association = listener == null ? null : listener.onIncoming(driver, engine);
            if (association == null) {
                engine.abort();
                return;
            }
        }
        settingUp.remove(association);
        association.onUp();
        association.owner().onUp(association);
        association.owner().addresses().follow(association);
    }

    @Override
    public void onRestarted(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.onRestarted();
            association.owner().addresses().follow(association); // only now is it known whether the peer supports it
        }
    }

    @Override
    public void onAddressChange(
            final Association engine, final AddressChange change, final IpAddress address, final boolean done) {
        final ChannelAssociation association = of(engine);
        if (association != null && change == AddressChange.ADD && done) {
            association.owner().addresses().follow(association); // the machine may have lost the address meanwhile
        }
    }

    @Override
    public void onSendFailed(final Association engine, final FailedMessage message) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.notifications().onSendFailed(message);
        }
    }

    @Override
    public void onPathChange(final Association engine, final Path path) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.notifications().onPathChange(path);
            association.owner().onPathChange(association, path);
        }
    }

    @Override
    public void onPathAdded(final Association engine, final Path path) {
        final ChannelAssociation association = of(engine);
        if (association != null && association.wasUp()) {
            association.notifications().onPathAdded(path);
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
            association.notifications().onAuthentication(event, key);
        }
    }

    @Override
    public void onAdaptationIndication(final Association engine, final int indication) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.notifications().onAdaptationIndication(indication);
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
            association.notifications().onPeerError(causeCode);
        }
    }

    @Override
    public void onPeerShutdown(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.notifications().onPeerShutdown();
            association.owner().onWritable(); // a thread that waits for buffer space would wait in vain
        }
    }

    @Override
    public void onDrained(final Association engine) {
        final ChannelAssociation association = of(engine);
        if (association != null) {
            association.notifications().onDrained();
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
