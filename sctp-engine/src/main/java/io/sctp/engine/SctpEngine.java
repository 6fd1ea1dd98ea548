package io.sctp.engine;

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
import io.sctp.engine.timer.Timers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Many SCTP associations without I/O. A driver calls, in any order but from one thread:
 *
 * <ol>
 *   <li>{@link #handlePacket} for each packet that arrived, {@link #handleTimeout} when {@link #nextTimeoutNs} has come,
 *       and the methods of {@link Association} for its user;
 *   <li>then {@link #pollTransmit} until it returns 0, sending what it wrote;
 *   <li>and {@link #pollEvents} until it returns 0.
 * </ol>
 *
 * <p>Time is any clock in nanoseconds that starts at 0 or above and never goes back. After an association is set up,
 * nothing is allocated per message or packet; tables and the memory pool grow to what is in use at once, within the
 * limits of {@link EngineConfig}. All packet buffers are direct.
 */
public final class SctpEngine {
    /** What {@link #nextTimeoutNs} answers when no timer runs. */
    public static final long NO_TIMEOUT = Timers.NONE;

    private final EngineConfig config;
    private final EngineState state;
    private final Opening opening;
    private final Reception reception;
    private final Transmission transmission;
    private final Expiry expiry;
    private final EventDelivery events;

    /**
     * Creates an engine without associations.
     *
     * @param random where tags, initial TSNs, nonces and cookie secrets come from: a {@code SecureRandom} outside tests
     */
    public SctpEngine(final EngineConfig config, final RandomGenerator random, final long nowNs) {
        this.config = config;
        state = new EngineState(config, random, nowNs);
        final Procedures procedures = new Procedures(state);
        opening = new Opening(state, procedures);
        reception = new Reception(state, procedures);
        transmission = new Transmission(state, procedures);
        expiry = new Expiry(state, procedures);
        events = new EventDelivery(state, procedures);
    }

    /** Accepts associations on an SCTP port. */
    public void listen(final int port) {
        listen(port, config.associations());
    }

    /**
     * Accepts associations on an SCTP port, with parameters of their own; called again, it changes those of
     * associations to come. The limits of the engine as a whole (memory, associations, paths, cookies) are those it was
     * created with.
     */
    public void listen(final int port, final AssociationConfig portConfig) {
        state.listen(port, portConfig);
    }

    /** Accepts no more associations on an SCTP port; those that are up stay. */
    public void stopListening(final int port) {
        state.stopListening(port);
    }

    /**
     * Opens an association.
     *
     * @param addresses the peer's addresses, tried in this order; those beyond {@code maxPaths} are ignored
     * @param udpPort the peer's UDP port (RFC 6951)
     * @param localId the driver's number for the local address to begin from
     * @return the association, or null if the engine is full or has one with this peer and these ports already
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

    /** As above, with parameters of the association's own; see {@link #listen(int, AssociationConfig)}. */
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
     * Takes a packet that arrived. Its bytes are not needed after the call; they may be changed by it.
     *
     * @param packet direct memory
     * @param addressHigh first eight bytes of the source address; IPv4 comes as {@code ::ffff:a.b.c.d}
     * @param addressLow last eight bytes of the source address
     * @param udpPort source UDP port
     * @param localId the driver's number for the local address at which it arrived
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

    /** Returns a time not later than the next timer's, or {@link #NO_TIMEOUT}. */
    public long nextTimeoutNs() {
        return expiry.nextTimeoutNs();
    }

    /** Expires the timers whose time has come, and returns the number of associations looked at. */
    public int handleTimeout(final long nowNs) {
        return handleTimeout(nowNs, Integer.MAX_VALUE);
    }

    /** As above, of up to {@code limit} associations, those that have waited longest; more may be due then. */
    public int handleTimeout(final long nowNs, final int limit) {
        opening.begin(nowNs);
        return expiry.onTime(limit);
    }

    /** Sets the engine's time before methods of {@link Association} are called. */
    public void advanceTo(final long nowNs) {
        opening.now(nowNs);
    }

    /**
     * Writes packets that are ready to go: one or several for one destination, as {@code transmit} says.
     *
     * @param out direct memory
     * @param capacity bytes that may be written; at least the largest packet size, better 64 KiB: a control chunk that
     * it does not hold is dropped, and with less than 512 bytes no association sends
     * @return the bytes written, or 0 when there is nothing to send
     */
    public int pollTransmit(
            final long nowNs, final ByteBuffer out, final int offset, final int capacity, final Transmit transmit) {
        opening.begin(nowNs);
        return transmission.poll(out, offset, capacity, transmit);
    }

    /** Tells the handler what happened to up to {@code limit} associations, and returns to how many something did. */
    public int pollEvents(final EngineHandler handler, final int limit) {
        return events.poll(handler, limit);
    }

    /**
     * After one of the calls above has thrown: returns the association that was being worked on, to be given to {@link
     * #fail}; null if none was.
     */
    public Association takeInvolved() {
        return opening.takeInvolved();
    }

    /**
     * Ends an association that an error left in doubt, and tells its peer by an ABORT (out of resource). What threw is
     * not tried again, and the other associations go on. May throw in turn, but only once nothing finds the association
     * any more.
     */
    public void fail(final Association association) {
        opening.fail((Tcb) association);
    }

    /**
     * Says whether many answers to strangers wait: a driver that hands over one packet after the other had better poll
     * before more come, since what finds no room is lost.
     */
    public boolean isReplyRoomLow() {
        return state.isReplyRoomLow();
    }

    /** Frees what a closed association still holds; returns false if it is not closed, or was released before. */
    public boolean release(final Association association) {
        return opening.release((Tcb) association);
    }

    /** Returns the number of associations that are not closed. */
    public int associationCount() {
        return state.associationCount();
    }

    /** Returns the most associations that there may be. */
    public int maxAssociations() {
        return config.maxAssociations();
    }

    /** Says whether an association that is not closed uses one of our ports. */
    public boolean hasAssociations(final int localPort) {
        return state.hasAssociations(localPort);
    }

    public EngineCounters counters() {
        return state.counters();
    }

    /** Says whether the JVM refused more memory for the pool when it was asked last. */
    public boolean isMemoryRefused() {
        return state.pool().isRefused();
    }

    /** Returns the bytes that the memory pool has taken from the system. */
    public long memoryAllocatedBytes() {
        return state.pool().allocatedBytes();
    }

    /** Returns the bytes of the memory pool in use, and of blocks kept ready. */
    public long memoryUsedBytes() {
        return state.pool().usedBytes();
    }

    /** Returns the bytes of the memory pool that messages and packets hold. */
    public long memoryLiveBytes() {
        return state.pool().liveBytes();
    }

    /** Returns the steps of loops through tables since the engine began: what packets, polls and timers have cost. */
    public long workSteps() {
        return state.pool().work().total();
    }

    /** Returns the number of blocks of the memory pool in use; slow, for checks. */
    public int memoryBlocks() {
        return state.pool().liveBlocks();
    }
}
