package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.UncutRoutes;
import io.sctp.engine.memory.BlockPool;
import io.sctp.engine.memory.Work;
import io.sctp.engine.packet.Checksum;
import io.sctp.engine.path.PathMtuSearch;
import io.sctp.engine.path.TransportPath;
import java.util.random.RandomGenerator;

/** What all associations of one engine share: configuration, time, memory, tables, replies and work lists. */
public final class EngineState {
    /** Minimum buffer space: nothing is written into less. */
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

    /** Packets of associations that are not sent by their paths. */
    final Replies replies;

    /** INIT ACKs. */
    final Replies initAcks;

    /** Other answers to unknown peers. */
    final Replies strayReplies;

    final WorkLists lists = new WorkLists();
    final AssociationTable associations;
    final ListeningPorts listening;
    /** Hashes addresses. */
    final KeyedHash hash;

    /** Where packets may go uncut though the peer is not known to be this engine. */
    UncutRoutes uncutRoutes = UncutRoutes.NONE;

    /** The time at which the current call began; timers set by the call count from it. */
    long nowNs;

    /** The association being worked on. If an error is thrown, its state is in doubt. */
    Tcb involved;

    private final UsedCookies usedCookies;

    public EngineState(final EngineConfig config, final RandomGenerator random, final long nowNs) {
        this.config = config;
        this.random = random;
        this.nowNs = nowNs;
        pool = new BlockPool(config.memoryLimitBytes(), config.slabBytes(), random.nextLong(), () -> this.nowNs);
        work = pool.work();
        signer = new CookieSigner(random, work, longestLifeMs(config.associations()) * NANOS_PER_MILLI, nowNs);
        hash = new KeyedHash(signer.derive(0), signer.derive(1));
        usedCookies = new UsedCookies(hash, rememberedCookies(config), longestLifeMs(config.associations()));
        associations = new AssociationTable(random, hash, usedCookies, work, this::nowMs);
        listening = new ListeningPorts(config);
        replies = new Replies(config.maxReplies());
        initAcks = new Replies(config.maxReplies());
        strayReplies = new Replies(config.maxReplies());
    }

    /** Returns the time at which the current call began. */
    public long nowNs() {
        return nowNs;
    }

    public EngineConfig config() {
        return config;
    }

    public void uncutRoutes(final UncutRoutes routes) {
        uncutRoutes = routes;
    }

    public Work work() {
        return work;
    }

    public AssociationTable associations() {
        return associations;
    }

    /** Adds an association to those that may have something to send. */
    public void wantsToSend(final Tcb association) {
        lists.wantsToSend(association);
    }

    public Counters counters() {
        return counters;
    }

    public BlockPool pool() {
        return pool;
    }

    /** Returns the number of associations that are not closed. */
    public int associationCount() {
        return associations.count();
    }

    public boolean hasAssociations(final int localPort) {
        return associations.hasLocalPort(localPort);
    }

    /**
     * Returns the number of remembered cookies: a power of two, as many as there may be associations, within limits.
     */
    private static int rememberedCookies(final EngineConfig config) {
        return Integer.highestOneBit(
                Math.max(MIN_REMEMBERED_COOKIES, Math.min(MAX_REMEMBERED_COOKIES, config.maxAssociations())));
    }

    /** Returns the longest lifespan of a cookie, which a Cookie Preservative can request. */
    private static int longestLifeMs(final AssociationConfig config) {
        return (int) (2 * config.cookieLifeNs() / NANOS_PER_MILLI) + 1;
    }

    /** Returns the time in milliseconds, which wraps around. */
    int nowMs() {
        return (int) (nowNs / NANOS_PER_MILLI);
    }

    public void listen(final int port, final AssociationConfig listeningConfig) {
        expectCookies(listeningConfig);
        listening.add(port, listeningConfig);
    }

    /** Prepares for cookies of associations with these parameters, so that they are recognized for their whole life. */
    void expectCookies(final AssociationConfig associationConfig) {
        final int lifeMs = longestLifeMs(associationConfig);
        usedCookies.life(lifeMs);
        signer.life(lifeMs * NANOS_PER_MILLI);
    }

    public void stopListening(final int port) {
        listening.remove(port);
    }

    boolean isFull() {
        return associations.count() >= config.maxAssociations();
    }

    /** Whether one more INIT may be answered in this second. */
    boolean admitsInit() {
        final boolean admitted = listening.admitsInit(nowNs);
        counters.initsRefused += admitted ? 0 : 1;
        return admitted;
    }

    /** Adds a new association to the tables. */
    void add(final Tcb association) {
        involved = association;
        associations.add(association);
    }

    /** Removes a closed association from the tables. */
    void remove(final Tcb association) {
        lists.deadlines().remove(association);
        associations.remove(association);
    }

    /** Whether answers to unknown peers should be polled before more packets are handled. */
    public boolean isReplyRoomLow() {
        return initAcks.isHalfFull() || strayReplies.isHalfFull();
    }

    /**
     * Queues a complete control chunk. If the queue is full the chunk is lost, and the timer of the request sends it
     * again.
     */
    public void sendControl(final Tcb association, final TransportPath path, final byte[] chunk) {
        final int handle = association.control.reserve(chunk.length);
        if (handle == BlockPool.NONE) {
            counters.controlChunksDropped++;
            return;
        }
        association.control.buffer(handle).put(BlockPool.offset(handle), chunk);
        association.control.add(handle, chunk.length, path.index());
        lists.wantsToSend(association);
    }
}
