package io.sctp.foreign;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One end of one association at a time, without I/O: packets and time go in, packets and calls of its user come out.
 */
public final class ForeignPeer {
    /** What its program hears. */
    public interface User {
        /** The association is up, or up anew since the other end began anew. */
        void onUp(boolean anew);

        void onMessage(int stream, boolean unordered, int ppid, byte[] content);

        void onDown(String why);
    }

    private enum State {
        CLOSED,
        COOKIE_WAIT,
        COOKIE_ECHOED,
        ESTABLISHED,
        SHUTDOWN_PENDING,
        SHUTDOWN_SENT,
        SHUTDOWN_RECEIVED,
        SHUTDOWN_ACK_SENT
    }

    private static final long NEVER = Long.MAX_VALUE;
    private static final long MILLI = 1_000_000;
    private static final long FIRST_RTO_NS = 1000 * MILLI;
    private static final long MAX_RTO_NS = 8000 * MILLI;
    private static final int MAX_TRIES = 40;
    private static final int INIT_FIXED = 16;

    private final Habits habits;
    private final Oddities odd;
    private final SplittableRandom random;
    private final int port;
    private final InitMaker inits;
    private final User user;
    private final Deque<byte[]> ready = new ArrayDeque<>();
    private final Cookies cookies;
    private boolean listening;
    private boolean reading = true;

    // The association.
    private State state = State.CLOSED;
    private int peerPort;
    private int localTag;
    private int localTsn;
    private int peerTag;
    private byte[] cookie;
    private Sender sender;
    private Receiver receiver;
    private int packetsUnacknowledged;
    private long sackNs = NEVER;
    private long timerNs = NEVER; // T1, T2
    private long retransmissionNs = NEVER;
    private long heartbeatNs = NEVER;
    private long shutdownNs = NEVER;
    private long rtoNs = FIRST_RTO_NS;
    private int tries;

    public ForeignPeer(final Habits habits, final SplittableRandom random, final int port, final User user) {
        this(habits, Oddities.none(), random, port, user);
    }

    /**
     * As above, with oddities.
     *
     * @param addresses IPv4 addresses that it lists
     */
    public ForeignPeer(
            final Habits habits,
            final Oddities odd,
            final SplittableRandom random,
            final int port,
            final User user,
            final int... addresses) {
        this.habits = habits;
        this.odd = odd;
        this.random = random;
        this.port = port;
        inits = new InitMaker(habits, odd, random, addresses);
        cookies = new Cookies(habits.staleCookies());
        this.user = user;
    }

    // -- its program -------------------------------------------------------------------------------------------------

    public void listen() {
        listening = true;
    }

    public void connect(final long nowNs, final int toPort) {
        peerPort = toPort;
        localTag = inits.newTag();
        localTsn = random.nextInt();
        sender = new Sender(habits, localTsn);
        state = State.COOKIE_WAIT;
        tries = 0;
        sendInit(nowNs);
    }

    public boolean isUp() {
        return state == State.ESTABLISHED;
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Returns the number of streams it may send on, once the association is up. */
    public int streams() {
        return sender.streams();
    }

    public void send(
            final int stream, final boolean unordered, final int ppid, final byte[] content, final boolean isReliable) {
        sender.enqueue(stream, unordered, ppid, content, isReliable);
    }

    /** Stops reading, or goes on; then the window opens. */
    public void reading(final boolean whether) {
        final boolean wasClosed = receiver != null && receiver.window() < habits.windowBytes() / 2;
        reading = whether;
        if (whether && receiver != null) {
            read();
            if (wasClosed) {
                acknowledge();
            }
        }
    }

    public void shutdown(final long nowNs) {
        if (state == State.ESTABLISHED) {
            state = State.SHUTDOWN_PENDING;
            proceed(nowNs);
        }
    }

    public void abort() {
        control(WireFormat.chunk(WireFormat.ABORT));
        end("aborted");
    }

    /** Forgets all, as a program does that is started again. */
    public void forget() {
        state = State.CLOSED;
        cookies.clear();
        ready.clear();
        stopTimers();
    }

    // -- time --------------------------------------------------------------------------------------------------------

    public long nextTimeoutNs() {
        return Math.min(Math.min(sackNs, timerNs), Math.min(retransmissionNs, Math.min(heartbeatNs, shutdownNs)));
    }

    public void onTime(final long nowNs) {
        if (sackNs <= nowNs) {
            acknowledge();
        }
        if (shutdownNs <= nowNs) {
            shutdownNs = NEVER;
            sendShutdown(nowNs);
        }
        if (timerNs <= nowNs) {
            onTimer(nowNs);
        }
        if (retransmissionNs <= nowNs) {
            retransmissionNs = NEVER;
            rtoNs = Math.min(2 * rtoNs, MAX_RTO_NS);
            if (++tries > MAX_TRIES) {
                end("the other end does not acknowledge");
                return;
            }
            sender.onTimeout();
        }
        if (heartbeatNs <= nowNs) {
            heartbeatNs = nowNs + habits.heartbeatNs();
            control(WireFormat.chunk(WireFormat.HEARTBEAT, 0, odd.heartbeat(nowNs)));
            if (odd.reportsErrors()) {
                control(Oddities.error());
            }
        }
    }

    /** T1-init, T1-cookie and T2-shutdown. */
    private void onTimer(final long nowNs) {
        timerNs = NEVER;
        if (++tries > MAX_TRIES) {
            end("the other end does not answer");
            return;
        }
        rtoNs = Math.min(2 * rtoNs, MAX_RTO_NS);
        switch (state) {
            case COOKIE_WAIT -> sendInit(nowNs);
            case COOKIE_ECHOED -> echo(nowNs);
            case SHUTDOWN_SENT -> sendShutdown(nowNs);
            case SHUTDOWN_ACK_SENT -> sendShutdownAck(nowNs);
            default -> {
                // Nothing is waited for.
            }
        }
    }

    private void stopTimers() {
        sackNs = NEVER;
        timerNs = NEVER;
        retransmissionNs = NEVER;
        heartbeatNs = NEVER;
        shutdownNs = NEVER;
    }

    // -- packets out -------------------------------------------------------------------------------------------------

    /** Returns the next packet, or null. */
    public byte[] poll(final long nowNs) {
        if (!ready.isEmpty()) {
            return ready.poll();
        }
        if (sender == null || state == State.CLOSED || state == State.COOKIE_WAIT || state == State.COOKIE_ECHOED) {
            return null;
        }
        final List<WireFormat.Chunk> chunks = sender.next();
        if (chunks.isEmpty()) {
            return null;
        }
        if (retransmissionNs == NEVER) {
            retransmissionNs = nowNs + rtoNs;
        }
        return WireFormat.packet(port, peerPort, peerTag, odd.surround(arrange(chunks), random));
    }

    /** A FORWARD TSN comes behind data, or before a SACK, and twice. */
    private List<WireFormat.Chunk> arrange(final List<WireFormat.Chunk> chunks) {
        if (!odd.forwardsBehindData() || chunks.get(0).type() != WireFormat.FORWARD_TSN || receiver == null) {
            return chunks;
        }
        final List<WireFormat.Chunk> arranged = new ArrayList<>(sender.next());
        arranged.add(chunks.get(0));
        arranged.add(chunks.get(0));
        arranged.add(receiver.sack());
        return arranged;
    }

    private void control(final WireFormat.Chunk chunk) {
        ready.add(WireFormat.packet(port, peerPort, peerTag, List.of(chunk)));
    }

    private void controlAtTheEnd(final WireFormat.Chunk chunk) {
        control(chunk);
        if (odd.repeatsTheEnd()) {
            control(chunk);
        }
    }

    private void sendInit(final long nowNs) {
        ready.add(WireFormat.packet(port, peerPort, 0, List.of(inits.init(localTag, localTsn))));
        timerNs = nowNs + rtoNs;
    }

    private void echo(final long nowNs) {
        control(WireFormat.chunk(
                WireFormat.COOKIE_ECHO, 0, ByteBuffer.allocate(cookie.length).put(cookie)));
        timerNs = nowNs + rtoNs;
    }

    private void acknowledge() {
        sackNs = NEVER;
        packetsUnacknowledged = 0;
        if (receiver != null && state != State.CLOSED) {
            if (odd.reneges() && random.nextInt(20) == 0) {
                receiver.renege();
            }
            control(odd.repeatsDuplicates() ? receiver.sack(3) : receiver.sack());
        }
    }

    private void sendShutdown(final long nowNs) {
        if (habits.repeatsShutdown()) {
            control(WireFormat.shutdown(receiver.cumulativeTsn() - 1));
        }
        control(WireFormat.shutdown(receiver.cumulativeTsn()));
        timerNs = nowNs + rtoNs;
    }

    private void sendShutdownAck(final long nowNs) {
        controlAtTheEnd(WireFormat.chunk(WireFormat.SHUTDOWN_ACK));
        timerNs = nowNs + rtoNs;
    }

    // -- packets in --------------------------------------------------------------------------------------------------

    /** Takes a packet; of one that is damaged nothing. */
    public void handle(final long nowNs, final byte[] packet) {
        if (!WireFormat.isIntact(packet)) {
            return;
        }
        final ByteBuffer header = ByteBuffer.wrap(packet);
        final int source = header.getShort(0) & 0xFFFF;
        final int tag = header.getInt(4);
        final List<WireFormat.Chunk> chunks = WireFormat.chunks(packet);
        if (chunks.get(0).type() == WireFormat.INIT) {
            if (tag == 0) {
                onInit(source, chunks.get(0).body());
            }
            return;
        }
        int first = 0;
        if (chunks.get(0).type() == WireFormat.COOKIE_ECHO) {
            if (!onCookieEcho(nowNs, source, tag, chunks.get(0).body())) {
                return;
            }
            first = 1;
        }
        if (state == State.CLOSED) {
            onStrange(source, tag, chunks.get(0).type());
            return;
        }
        if (source != peerPort || tag != (WireFormat.isReflected(chunks.get(0)) ? peerTag : localTag)) {
            return;
        }
        onPacket(nowNs, chunks.subList(first, chunks.size()));
    }

    /** Section 8.4, rule 5; what else comes to it while it has no association it leaves alone. */
    private void onStrange(final int source, final int tag, final int type) {
        if (type == WireFormat.SHUTDOWN_ACK) {
            ready.add(WireFormat.packet(
                    port,
                    source,
                    tag,
                    List.of(WireFormat.chunk(
                            WireFormat.SHUTDOWN_COMPLETE, WireFormat.FLAG_T, ByteBuffer.allocate(0)))));
        }
    }

    private void onPacket(final long nowNs, final List<WireFormat.Chunk> chunks) {
        boolean anyData = false;
        boolean atOnce = false;
        for (final WireFormat.Chunk chunk : chunks) {
            switch (chunk.type()) {
                case WireFormat.DATA -> {
                    if (receiver != null && takesData()) {
                        anyData = true;
                        atOnce |= receiver.accept(Fragment.read(
                                chunk, receiver.unwrap(chunk.body().getInt(0))));
                    }
                }
                case WireFormat.FORWARD_TSN -> {
                    receiver.forward(chunk.body());
                    anyData = true;
                    atOnce = true;
                }
                default -> onControl(nowNs, chunk);
            }
            if (state == State.CLOSED) {
                return;
            }
        }
        if (anyData) {
            onData(nowNs, atOnce);
        }
        proceed(nowNs);
    }

    private boolean takesData() {
        return state == State.ESTABLISHED || state == State.SHUTDOWN_PENDING || state == State.SHUTDOWN_SENT;
    }

    private void onData(final long nowNs, final boolean atOnce) {
        read();
        packetsUnacknowledged++;
        if (atOnce || packetsUnacknowledged >= habits.packetsPerSack() || state == State.SHUTDOWN_SENT) {
            acknowledge();
        } else if (sackNs == NEVER) {
            sackNs = nowNs + habits.sackDelayNs();
        }
        if (state == State.SHUTDOWN_SENT) {
            sendShutdown(nowNs);
        }
    }

    private void read() {
        for (Receiver.Message message = reading ? receiver.read() : null; message != null; message = receiver.read()) {
            user.onMessage(
                    message.stream(),
                    message.isUnordered(),
                    message.ppid(),
                    message.content().array());
        }
    }

    private void onControl(final long nowNs, final WireFormat.Chunk chunk) {
        switch (chunk.type()) {
            case WireFormat.INIT_ACK -> onInitAck(nowNs, chunk.body());
            case WireFormat.COOKIE_ACK -> {
                if (state == State.COOKIE_ECHOED) {
                    rise(nowNs, false);
                }
            }
            case WireFormat.SACK -> {
                if (sender != null && receiver != null) {
                    onAcknowledged(nowNs, sender.onSack(chunk.body()));
                }
            }
            case WireFormat.HEARTBEAT ->
                control(WireFormat.chunk(
                        WireFormat.HEARTBEAT_ACK,
                        0,
                        ByteBuffer.allocate(chunk.body().limit())
                                .put(chunk.body().duplicate())));
            case WireFormat.ABORT -> end("aborted by the other end" + WireFormat.causeOf(chunk.body()));
            case WireFormat.SHUTDOWN -> onShutdown(nowNs, chunk.body().getInt(0));
            case WireFormat.SHUTDOWN_ACK -> {
                if (state == State.SHUTDOWN_SENT || state == State.SHUTDOWN_ACK_SENT) {
                    controlAtTheEnd(WireFormat.chunk(WireFormat.SHUTDOWN_COMPLETE));
                    end("shut down");
                }
            }
            case WireFormat.SHUTDOWN_COMPLETE -> {
                if (state == State.SHUTDOWN_ACK_SENT) {
                    end("shut down");
                }
            }
            case WireFormat.ERROR -> {
                if (state == State.COOKIE_ECHOED && (chunk.body().getShort(0) & 0xFFFF) == WireFormat.STALE_COOKIE) {
                    state = State.COOKIE_WAIT;
                    sendInit(nowNs);
                }
            }
            default -> {
                // HEARTBEAT ACK; and what it does not know it skips.
            }
        }
    }

    private void onAcknowledged(final long nowNs, final boolean advanced) {
        if (advanced) {
            tries = 0;
            rtoNs = FIRST_RTO_NS;
            retransmissionNs = NEVER;
        }
        if (!sender.hasOutstanding()) {
            retransmissionNs = NEVER;
        } else if (retransmissionNs == NEVER) {
            retransmissionNs = nowNs + rtoNs;
        }
    }

    // -- set-up ------------------------------------------------------------------------------------------------------

    private void onInit(final int source, final ByteBuffer body) {
        final int theirTag = body.getInt(0);
        if (theirTag == 0 || (!listening && state == State.CLOSED)) {
            return;
        }
        final boolean crosses = state == State.COOKIE_WAIT || state == State.COOKIE_ECHOED;
        final Cookies.Opening opening = new Cookies.Opening(
                crosses ? localTag : inits.newTag(),
                crosses ? localTsn : random.nextInt(),
                theirTag,
                body.getInt(12),
                body.getInt(4) & 0xFFFF_FFFFL,
                InitMaker.outboundStreams(body),
                source);
        final long key = random.nextLong();
        cookies.add(key, opening);
        final WireFormat.Chunk answer = inits.initAck(opening.localTag(), opening.localTsn(), odd.cookie(key, ~key));
        ready.add(WireFormat.packet(port, source, theirTag, List.of(answer)));
    }

    private void onInitAck(final long nowNs, final ByteBuffer body) {
        if (state != State.COOKIE_WAIT) {
            return;
        }
        cookie = WireFormat.parameter(body, INIT_FIXED, WireFormat.STATE_COOKIE);
        if (cookie == null) {
            throw new AssertionError("INIT ACK without a cookie");
        }
        odd.checkReported(body, INIT_FIXED);
        peerTag = body.getInt(0);
        receiver = new Receiver(habits.windowBytes(), body.getInt(12));
        sender.start(body.getInt(4) & 0xFFFF_FFFFL, InitMaker.outboundStreams(body));
        state = State.COOKIE_ECHOED;
        tries = 0;
        echo(nowNs);
    }

    /** Section 5.2.4; returns whether what is behind the chunk in its packet counts. */
    private boolean onCookieEcho(final long nowNs, final int source, final int tag, final ByteBuffer body) {
        final long key = cookies.key(body);
        final Cookies.Opening opening = cookies.get(key);
        if (opening == null || opening.localTag() != tag || opening.peerPort() != source) {
            return false;
        }
        final boolean isKnown = state != State.CLOSED && localTag == opening.localTag() && peerTag == opening.peerTag();
        if (!isKnown && cookies.isStale(key)) {
            ready.add(WireFormat.packet(port, source, opening.peerTag(), List.of(WireFormat.staleCookieError(1000))));
            return false;
        }
        final boolean isRising = state == State.COOKIE_WAIT || state == State.COOKIE_ECHOED;
        if (!isKnown && state == State.SHUTDOWN_ACK_SENT) {
            sendShutdownAck(nowNs);
            return false;
        }
        if (!isKnown && !isRising && state != State.CLOSED && peerTag == opening.peerTag()) {
            return false; // row C: it comes late
        }
        if (!isKnown && !isRising) {
            adopt(nowNs, opening, state != State.CLOSED);
        } else if (isRising) {
            peerTag = opening.peerTag();
            receiver = new Receiver(habits.windowBytes(), opening.peerTsn());
            sender.start(opening.peerWindow(), opening.outbound());
            rise(nowNs, false);
        }
        control(WireFormat.chunk(WireFormat.COOKIE_ACK));
        return true;
    }

    private void adopt(final long nowNs, final Cookies.Opening opening, final boolean anew) {
        stopTimers();
        peerPort = opening.peerPort();
        localTag = opening.localTag();
        peerTag = opening.peerTag();
        sender = new Sender(habits, opening.localTsn());
        sender.start(opening.peerWindow(), opening.outbound());
        receiver = new Receiver(habits.windowBytes(), opening.peerTsn());
        rise(nowNs, anew);
    }

    private void rise(final long nowNs, final boolean anew) {
        state = State.ESTABLISHED;
        timerNs = NEVER;
        tries = 0;
        rtoNs = FIRST_RTO_NS;
        packetsUnacknowledged = 0;
        heartbeatNs = habits.heartbeatNs() == 0 ? NEVER : nowNs + habits.heartbeatNs();
        user.onUp(anew);
    }

    // -- the end -----------------------------------------------------------------------------------------------------

    private void onShutdown(final long nowNs, final int cumulative) {
        if (receiver == null) {
            return;
        }
        onAcknowledged(nowNs, sender.acknowledgeWire(cumulative));
        switch (state) {
            case ESTABLISHED, SHUTDOWN_PENDING -> state = State.SHUTDOWN_RECEIVED;
            case SHUTDOWN_SENT -> {
                state = State.SHUTDOWN_ACK_SENT;
                shutdownNs = NEVER;
                sendShutdownAck(nowNs);
            }
            default -> {
                // Comes again.
            }
        }
    }

    /** Goes on with a shutdown as soon as all is acknowledged (section 9.2). */
    private void proceed(final long nowNs) {
        if (sender == null || !sender.isDone()) {
            return;
        }
        if (state == State.SHUTDOWN_PENDING) {
            state = State.SHUTDOWN_SENT;
            tries = 0;
            shutdownNs = nowNs + habits.shutdownDelayNs();
        } else if (state == State.SHUTDOWN_RECEIVED) {
            state = State.SHUTDOWN_ACK_SENT;
            tries = 0;
            sendShutdownAck(nowNs);
        }
    }

    private void end(final String why) {
        state = State.CLOSED;
        stopTimers();
        if (receiver != null) {
            reading(true);
        }
        user.onDown(why);
    }
}
