package io.sctp.engine;

import io.sctp.engine.asconf.AddressReconfiguration;
import io.sctp.engine.association.EngineState;
import io.sctp.engine.association.EventDelivery;
import io.sctp.engine.association.Expiry;
import io.sctp.engine.association.Opening;
import io.sctp.engine.association.Procedures;
import io.sctp.engine.association.Reception;
import io.sctp.engine.association.Tcb;
import io.sctp.engine.association.Transmission;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.config.UncutRoutes;
import io.sctp.engine.mark.MarkExchange;
import io.sctp.engine.reconfig.StreamReconfiguration;
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * An SCTP endpoint with many associations and without I/O. A driver calls, in any order but from one thread at a time:
 *
 * <ol>
 *   <li>{@link #handlePacket} for each packet that arrived, {@link #handleTimeout} when {@link #nextTimeoutNs} has
 *       come, and the methods of {@link Association} for its user;
 *   <li>then {@link #pollTransmit} until it returns 0, sending what it wrote;
 *   <li>and {@link #pollEvents} until it returns 0.
 * </ol>
 *
 * <p>Time is any clock in nanoseconds that starts at 0 or above and never goes back. After an association is set up,
 * nothing is allocated per message or packet. Tables and the memory pool grow with use, within the limits of {@link
 * EngineConfig}. All packet buffers are direct.
 */
public final class SctpEngine {
    /** The value of {@link #nextTimeoutNs} when no timer runs. */
    public static final long NO_TIMEOUT = Timers.NONE;

    private final EngineConfig config;
    private final EngineState state;
    private final Opening opening;
    private final Reception reception;
    private final Transmission transmission;
    private final Expiry expiry;
    private final EventDelivery events;

    /**
     * Makes an engine without associations.
     *
     * @param random source of tags, initial TSNs, nonces and cookie secrets: a {@code SecureRandom} outside tests
     */
    public SctpEngine(final EngineConfig config, final RandomGenerator random, final long nowNs) {
        this.config = config;
        state = new EngineState(config, random, nowNs);
        final Procedures procedures = new Procedures(state);
        procedures.extend(new AddressReconfiguration(procedures));
        procedures.extend(new StreamReconfiguration(procedures));
        procedures.extend(new MarkExchange(procedures));
        opening = new Opening(state, procedures);
        reception = new Reception(state, procedures);
        transmission = new Transmission(state, procedures);
        expiry = new Expiry(state, procedures);
        events = new EventDelivery(state, procedures);
    }

    /**
     * Sets where several packets may go in one piece though the peer is not known to be this engine. The default is
     * {@link UncutRoutes#NONE}.
     */
    public void uncutRoutes(final UncutRoutes routes) {
        state.uncutRoutes(Objects.requireNonNull(routes));
    }

    /** Accepts associations on an SCTP port. */
    public void listen(final int port) {
        listen(port, config.associations());
    }

    /**
     * Accepts associations on an SCTP port, with parameters for this port. Calling it again changes the parameters of
     * future associations. The engine's limits (memory, associations, paths, cookies) do not change.
     */
    public void listen(final int port, final AssociationConfig portConfig) {
        state.listen(port, portConfig);
    }

    /** Stops accepting associations on an SCTP port; existing ones continue. */
    public void stopListening(final int port) {
        state.stopListening(port);
    }

    /**
     * Sets up an association.
     *
     * @param addresses the peer's addresses, tried in this order; those beyond {@code maxPaths} are ignored
     * @param udpPort the peer's UDP port (RFC 6951)
     * @param localId the driver's number of the local address to use first
     * @return the association, or null if the engine is full or already has one with this peer and these ports
     */
    public Association connect(
            final long nowNs,
            final int localPort,
            final int peerPort,
            final List<IpAddress> addresses,
            final int udpPort,
            final int localId) {
        return connect(nowNs, config.associations(), localPort, peerPort, addresses, udpPort, localId);
    }

    /** Sets up an association with parameters for it; see {@link #listen(int, AssociationConfig)}. */
    public Association connect(
            final long nowNs,
            final AssociationConfig associationConfig,
            final int localPort,
            final int peerPort,
            final List<IpAddress> addresses,
            final int udpPort,
            final int localId) {
        opening.begin(nowNs);
        return opening.connect(associationConfig, localPort, peerPort, addresses, udpPort, localId);
    }

    /**
     * Handles a received packet. The call may change the packet's bytes, and does not need them afterwards.
     *
     * @param packet direct memory
     * @param addressHigh first eight bytes of the source address; IPv4 as {@code ::ffff:a.b.c.d}
     * @param addressLow last eight bytes of the source address
     * @param udpPort source UDP port
     * @param localId the driver's number of the local address at which it arrived
     */
    public void handlePacket(
            final long nowNs,
            final ByteBuffer packet,
            final int offset,
            final int length,
            final long addressHigh,
            final long addressLow,
            final int udpPort,
            final int localId) {
        opening.begin(nowNs);
        reception.onPacket(packet, offset, length, addressHigh, addressLow, udpPort, localId);
    }

    /** Returns a time not later than the expiry of the next timer, or {@link #NO_TIMEOUT}. */
    public long nextTimeoutNs() {
        return expiry.nextTimeoutNs();
    }

    /**
     * Handles expired timers, and returns the number of associations handled.
     *
     * @param nowNs the time up to which everything that arrived was handled; it may be before that of the last call.
     *     A later one would take for silence what still waits in a socket
     */
    public int handleTimeout(final long nowNs) {
        return handleTimeout(nowNs, Integer.MAX_VALUE);
    }

    /**
     * Handles expired timers of up to {@code limit} associations, the earliest first, and returns the number of
     * associations handled. More may be due afterwards.
     */
    public int handleTimeout(final long nowNs, final int limit) {
        opening.begin(nowNs);
        return expiry.onTime(limit);
    }

    /** Sets the engine's time; call it before methods of {@link Association}. */
    public void advanceTo(final long nowNs) {
        opening.now(nowNs);
    }

    /**
     * Writes packets to send: one or several for one destination, as {@code transmit} says.
     *
     * @param out direct memory
     * @param capacity maximum number of bytes to write: at least the largest packet size, preferably 64 KiB. A control
     *     chunk that does not fit is dropped. With less than 512 bytes no association sends
     * @return the number of bytes written, or 0 if there is nothing to send
     */
    public int pollTransmit(
            final long nowNs, final ByteBuffer out, final int offset, final int capacity, final Transmit transmit) {
        opening.begin(nowNs);
        return transmission.poll(out, offset, capacity, transmit);
    }

    /**
     * Delivers pending events of up to {@code limit} associations to the handler, and returns the number of
     * associations with events.
     */
    public int pollEvents(final EngineHandler handler, final int limit) {
        return events.poll(handler, limit);
    }

    /**
     * After a call has thrown, returns the association that was being worked on, to be passed to {@link #fail}; null if
     * there was none.
     */
    public Association takeInvolved() {
        return opening.takeInvolved();
    }

    /**
     * Ends an association that an error left in doubt, and sends its peer an ABORT (out of resource). The failed work
     * is not tried again, and other associations continue. It may throw, but only after the association has been
     * removed.
     */
    public void fail(final Association association) {
        opening.fail((Tcb) association);
    }

    /**
     * Whether many answers to unknown peers wait. A driver with more packets to handle should poll first, because
     * answers that do not fit are dropped.
     */
    public boolean isReplyRoomLow() {
        return state.isReplyRoomLow();
    }

    /** Frees the memory of a closed association; returns false if it is not closed, or was already released. */
    public boolean release(final Association association) {
        return opening.release((Tcb) association);
    }

    /** Returns the number of associations that are not closed. */
    public int associationCount() {
        return state.associationCount();
    }

    /** Returns the maximum number of associations. */
    public int maxAssociations() {
        return config.maxAssociations();
    }

    /** Whether an association that is not closed uses this local port. */
    public boolean hasAssociations(final int localPort) {
        return state.hasAssociations(localPort);
    }

    public EngineCounters counters() {
        return state.counters();
    }

    /** Whether the JVM refused the last request for more pool memory. */
    public boolean isMemoryRefused() {
        return state.pool().isRefused();
    }

    /** Returns the number of bytes that the memory pool has allocated from the system. */
    public long memoryAllocatedBytes() {
        return state.pool().allocatedBytes();
    }

    /** Returns the number of bytes of the memory pool in use, including blocks kept ready. */
    public long memoryUsedBytes() {
        return state.pool().usedBytes();
    }

    /** Returns the number of bytes of the memory pool that hold messages and packets. */
    public long memoryLiveBytes() {
        return state.pool().liveBytes();
    }

    /**
     * Returns the number of steps of loops over tables since the engine was made: the work of packets, polls and
     * timers.
     */
    public long workSteps() {
        return state.pool().work().total();
    }

    /** Returns the number of blocks of the memory pool in use; slow, for checks. */
    public int memoryBlocks() {
        return state.pool().liveBlocks();
    }
}
