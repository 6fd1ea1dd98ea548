package io.sctp.engine.association;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.engine.AssociationState;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.EngineLimits;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.path.PathMtuSearch;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.timer.DeadlineHeap;
import io.sctp.engine.timer.Timers;
import java.util.List;
import java.util.random.RandomGenerator;

/** What all associations of one engine share: configuration, memory, tables, work lists, and the procedures. */
public final class Context {
    /** Nothing is written into less memory than this. */
    static final int MIN_PACKET_SIZE = PathMtuSearch.MIN_SIZE;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final int MIN_REMEMBERED_COOKIES = 1 << 10;
    private static final int MAX_REMEMBERED_COOKIES = 1 << 16;

    final EngineConfig config;
    final RandomGenerator random;
    final BlockPool pool;
    final Checksum checksum = new Checksum();
    final Counters counters = new Counters();
    final Work work;
    final CookieSigner signer;

    /** What associations send beside their paths. */
    final Replies replies;

    /** INIT ACKs. */
    final Replies initAcks;

    /** Other answers to strangers. */
    final Replies strayReplies;

    final DeadlineHeap deadlines = new DeadlineHeap();
    final MemoryShares shares = new MemoryShares(this);
    final Endings endings = new Endings(this);
    final MemoryWaiters waiters = new MemoryWaiters(this);

    final Aborts aborts;
    final Heartbeats heartbeats;
    final MtuDiscovery mtuDiscovery;
    final Shutdowns shutdowns;
    final DataTransfer data;
    final Connecting connecting;
    final Accepting accepting;
    final Reachability reachability;
    final Authentication authentication;
    final StreamReconfiguration streams;
    final AddressReconfiguration addresses;
    final ExtensionTable extensions;
    final Verification verification;

    long nowNs;

    /** What is being worked on; an error that is thrown leaves its state in doubt. */
    Tcb involved;

    private final IntObjectHashMap<EngineConfig> listeningPorts = new IntObjectHashMap<>();
    private final TagTable byTag;
    private final AddressTable byAddress;
    private final UsedCookies usedCookies;
    private int associationCount;

    private Tcb firstToSend;
    private Tcb lastToSend;
    private Tcb firstWithEvents;
    private Tcb lastWithEvents;

    private long rateSinceNs;
    private int rateCount;

    public Context(final EngineConfig config, final RandomGenerator random, final long nowNs) {
        this.config = config;
        this.random = random;
        this.nowNs = nowNs;
        final EngineLimits limits = config.limits();
        pool = new BlockPool(limits.memoryLimitBytes(), limits.slabBytes(), random.nextLong(), () -> this.nowNs);
        work = pool.work();
        signer = new CookieSigner(random, work, longestLifeMs(config) * NANOS_PER_MILLI, nowNs);
        final KeyedHash hash = new KeyedHash(signer.derive(0), signer.derive(1));
        byTag = new TagTable(hash);
        byAddress = new AddressTable(hash);
        verification = new Verification(this, hash);
        usedCookies = new UsedCookies(hash, rememberedCookies(limits), longestLifeMs(config));
        replies = new Replies(limits.maxReplies());
        initAcks = new Replies(limits.maxReplies());
        strayReplies = new Replies(limits.maxReplies());
        aborts = new Aborts(this);
        reachability = new Reachability(this);
        heartbeats = new Heartbeats(this);
        mtuDiscovery = new MtuDiscovery(this);
        shutdowns = new Shutdowns(this);
        data = new DataTransfer(this);
        connecting = new Connecting(this);
        accepting = new Accepting(this);
        authentication = new Authentication(this);
        streams = new StreamReconfiguration(this);
        addresses = new AddressReconfiguration(this);
        extensions = new ExtensionTable(List.of(addresses, streams));
    }

    public Counters counters() {
        return counters;
    }

    public BlockPool pool() {
        return pool;
    }

    /** Returns the associations that are not closed. */
    public int associationCount() {
        return associationCount;
    }

    /** As many cookies are remembered as there may be associations, within reason; a power of two. */
    private static int rememberedCookies(final EngineLimits limits) {
        return Integer.highestOneBit(
                Math.max(MIN_REMEMBERED_COOKIES, Math.min(MAX_REMEMBERED_COOKIES, limits.maxAssociations())));
    }

    /** As long as a Cookie Preservative makes a cookie live at most. */
    private static int longestLifeMs(final EngineConfig config) {
        return (int) (2 * config.cookieLifeNs() / NANOS_PER_MILLI) + 1;
    }

    /** Returns the time in milliseconds, which wraps around. */
    int nowMs() {
        return (int) (nowNs / NANOS_PER_MILLI);
    }

    public void listen(final int port, final EngineConfig listeningConfig) {
        expectCookies(listeningConfig);
        listeningPorts.put(port, listeningConfig);
    }

    /** Cookies will be made for associations with these parameters: they are known, and genuine, for their life. */
    void expectCookies(final EngineConfig associationConfig) {
        final int lifeMs = longestLifeMs(associationConfig);
        usedCookies.life(lifeMs);
        signer.life(lifeMs * NANOS_PER_MILLI);
    }

    public void stopListening(final int port) {
        listeningPorts.remove(port);
    }

    /** Says whether associations are accepted on a port at the local address with this number. */
    boolean isListening(final int port, final int localId) {
        final EngineConfig listening = listeningPorts.get(port);
        return listening != null && listening.hasLocalId(localId);
    }

    /** Returns the parameters of associations that a port accepts. */
    EngineConfig listeningConfig(final int port) {
        final EngineConfig listening = listeningPorts.get(port);
        return listening == null ? config : listening;
    }

    public boolean hasAssociations(final int localPort) {
        return byTag.hasLocalPort(localPort);
    }

    boolean isFull() {
        return associationCount >= config.limits().maxAssociations();
    }

    /** Says whether one more INIT may be answered in this second. */
    boolean admitsInit() {
        if (nowNs - rateSinceNs >= 1_000_000_000) {
            rateSinceNs = nowNs;
            rateCount = 0;
        }
        if (rateCount == config.limits().maxInitsPerSecond()) {
            counters.initsRefused++;
            return false;
        }
        rateCount++;
        return true;
    }

    /** Says whether answers to strangers should be polled before more packets come. */
    public boolean isReplyRoomLow() {
        return initAcks.isHalfFull() || strayReplies.isHalfFull();
    }

    // -- tables -----------------------------------------------------------------------------------------------------

    Tcb findByTag(final int tag, final int localPort, final int peerPort) {
        return byTag.find(tag, localPort, peerPort);
    }

    /** Returns the association whose peer was shown to be at this transport address, or null. */
    Tcb findByAddress(final long high, final long low, final int udpPort, final int localPort, final int peerPort) {
        return byAddress.find(high, low, udpPort, localPort, peerPort);
    }

    /** As above, for the sender of the packet being handled. */
    Tcb findByAddress(final Arrival arrival) {
        return byAddress.find(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort);
    }

    /** Returns an association that claims the sender's transport address, shown or not, and whose peer has this tag. */
    Tcb findClaim(final Arrival arrival, final int peerTag) {
        return byAddress.findClaim(
                arrival.addressHigh, arrival.addressLow, arrival.udpPort, arrival.localPort, arrival.peerPort, peerTag);
    }

    private void rememberTag(final Tcb association) {
        usedCookies.add(TagTable.key(association.localTag, association.localPort, association.peerPort), nowMs());
    }

    /** Says whether a cookie with this tag, which no association has, may have made one that is over. */
    boolean isUsed(final StateCookie cookie, final int localPort, final int peerPort) {
        return usedCookies.isUsed(TagTable.key(cookie.localTag, localPort, peerPort), cookie.issuedMs);
    }

    /** Draws a tag that is not zero and that no association with these ports uses. */
    int newTag(final int localPort, final int peerPort) {
        int tag;
        do {
            tag = random.nextInt();
        } while (tag == 0 || byTag.find(tag, localPort, peerPort) != null);
        return tag;
    }

    /** Files an association under its tag and the addresses of its paths. */
    void add(final Tcb association) {
        involved = association;
        association.isFiled = true;
        associationCount++;
        byTag.add(association);
        fileAddresses(association);
    }

    void fileAddresses(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            fileAddress(association, association.paths.path(i));
        }
    }

    void fileAddress(final Tcb association, final TransportPath path) {
        byAddress.add(association, path);
    }

    void unfileAddresses(final Tcb association) {
        for (int i = 0; i < association.paths.count(); i++) {
            unfileAddress(association, association.paths.path(i));
        }
    }

    void unfileAddress(final Tcb association, final TransportPath path) {
        byAddress.remove(association, path);
    }

    /** The peer is behind another UDP port at a path's address (RFC 6951). */
    void changeUdpPort(final Tcb association, final TransportPath path, final int udpPort) {
        byAddress.remove(association, path);
        path.udpPort(udpPort);
        if (association.state != AssociationState.CLOSED) {
            byAddress.add(association, path);
        }
    }

    /** Files an association under another tag: its peer restarted. */
    void changeTag(final Tcb association, final int tag) {
        rememberTag(association);
        byTag.remove(association);
        association.localTag = tag;
        byTag.add(association);
    }

    void remove(final Tcb association) {
        deadlines.remove(association);
        if (!association.isFiled) {
            return;
        }
        association.isFiled = false;
        rememberTag(association);
        associationCount--;
        byTag.remove(association);
        unfileAddresses(association);
    }

    /**
     * Returns the local address from which a peer's address is used: the one in the same place, of the same family.
     *
     * @param known of how many local addresses the peer knows
     */
    int localIdFor(
            final EngineConfig associationConfig,
            final int known,
            final int place,
            final long high,
            final long low,
            final int arrivalLocalId) {
        final List<IpAddress> locals = associationConfig.localAddresses();
        if (locals.size() < 2) {
            return arrivalLocalId;
        }
        final boolean ipv4 = new IpAddress(high, low).isIpv4();
        int wanted = place;
        int found = arrivalLocalId;
        for (int i = 0; i < Math.min(known, locals.size()); i++) {
            if (locals.get(i).isIpv4() == ipv4) {
                found = associationConfig.localId(i);
                if (wanted-- == 0) {
                    break;
                }
            }
        }
        return found;
    }

    // -- work lists -------------------------------------------------------------------------------------------------

    /** Puts an association where the next poll for packets finds it, and files its earliest deadline. */
    void wantsToSend(final Tcb association) {
        if (!association.isListedToSend) {
            association.isListedToSend = true;
            association.nextToSend = null;
            if (lastToSend == null) {
                firstToSend = association;
            } else {
                lastToSend.nextToSend = association;
            }
            lastToSend = association;
        }
    }

    Tcb firstToSend() {
        return firstToSend;
    }

    void removeFirstToSend() {
        final Tcb first = firstToSend;
        firstToSend = first.nextToSend;
        if (firstToSend == null) {
            lastToSend = null;
        }
        first.nextToSend = null;
        first.isListedToSend = false;
    }

    void hasEvents(final Tcb association) {
        if (!association.isListedWithEvents) {
            association.isListedWithEvents = true;
            association.nextWithEvents = null;
            if (lastWithEvents == null) {
                firstWithEvents = association;
            } else {
                lastWithEvents.nextWithEvents = association;
            }
            lastWithEvents = association;
        }
    }

    Tcb takeWithEvents() {
        final Tcb first = firstWithEvents;
        if (first != null) {
            firstWithEvents = first.nextWithEvents;
            if (firstWithEvents == null) {
                lastWithEvents = null;
            }
            first.nextWithEvents = null;
            first.isListedWithEvents = false;
        }
        return first;
    }

    /** Queues a finished chunk; one that finds no room is lost, and the timer of whoever asked sends it again. */
    void sendControl(final Tcb association, final TransportPath path, final byte[] chunk) {
        final int handle = association.control.reserve(chunk.length);
        if (handle == BlockPool.NONE) {
            counters.controlChunksDropped++;
            return;
        }
        association.control.buffer(handle).put(BlockPool.offset(handle), chunk);
        association.control.add(handle, chunk.length, path.index());
        wantsToSend(association);
    }

    /** Files an association's earliest deadline if it is earlier than the one on file. */
    void fileDeadline(final Tcb association) {
        final long earliestNs = association.timers.earliestNs();
        if (earliestNs < association.deadlineNs()) {
            deadlines.update(association, earliestNs);
        }
    }

    /** Returns the earliest time at which a timer may expire, or {@link Timers#NONE}. */
    long nextTimeoutNs() {
        final DeadlineHeap.Entry first = deadlines.first();
        return first == null ? Timers.NONE : first.deadlineNs();
    }
}
