package io.sctp.engine.sim;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A third host that hears nothing of what the two say to each other. It forges what comes from their addresses, behind
 * their UDP port or another; sets up associations of its own, from its own addresses and from behind theirs, and sends
 * what no honest peer would; and counts what goes to those who did not ask for it.
 */
final class Attacker {
    static final int UDP_PORT = 40_404;

    private static final int HONEST_UDP_PORT = 9899;
    private static final int OWN_NUMBER = 66;
    private static final int VICTIM_NUMBER = 99;
    private static final long MILLI = 1_000_000L;
    private static final IpAddress[] UNUSABLE = {
        IpAddress.ofIpv4(0xE0000001),
        IpAddress.ofIpv4(-1),
        IpAddress.ofIpv4(0),
        new IpAddress(0xFF02_0000_0000_0000L, 1),
        new IpAddress(0, 0)
    };
    private static final long RTO_INITIAL_NS = 1_000_000_000L;

    /** How its packets get to one of the two, and how it gets to know the time. */
    interface Access {
        void inject(int host, ByteBuffer packet, int length, IpAddress source, int udpPort, int net, int tag);

        /** The same, of what must end the association under a tag, if it is up. */
        void injectFatal(int host, ByteBuffer packet, int length, Place from, int net, int tag, String what);

        /** The same, of so many chunks in line: those that find no room, nor ever will, must end the association. */
        void injectInLine(int host, ByteBuffer packet, int length, Place from, int net, int tag, int chunks);

        void at(long timeNs, Simulation.Action action);

        long nowNs();

        /** Where one of the two can be reached. */
        IpAddress honest(int host, int net);
    }

    private static final class Cookie {
        final int host;
        final int tag;
        final byte[] echo;

        Cookie(final int host, final int tag, final byte[] echo) {
            this.host = host;
            this.tag = tag;
            this.echo = echo;
        }
    }

    private static final class Uninvolved {
        int packets;
        long firstNs;
    }

    private final SimRandom random;
    private final int netCount;
    private final int mostProbes;
    private final Access access;
    private final Forger forger = new Forger();
    private final Map<Integer, MaliciousPeer> byTag = new HashMap<>();
    private final List<Cookie> cookies = new ArrayList<>();

    /** By end and address: what went there with HEARTBEATs. */
    private final List<Map<IpAddress, Uninvolved>> uninvolved = List.of(new HashMap<>(), new HashMap<>());

    /** By tag: how many answers under it may yet come to packets that belong to no association. */
    private final Map<Integer, Integer> due = new HashMap<>();

    /** Addresses from which it sent something, or forged that. */
    private final Set<IpAddress> used = new HashSet<>();

    /** From where packets with an ABORT came, and nothing else, which nobody answers. */
    private final Set<Place> silent = new HashSet<>();

    private final boolean hasIpv6;
    private int nextSilentPort = 1;
    private boolean stopped;
    private boolean isPatient;

    Attacker(final SimRandom random, final int netCount, final int mostProbes, final Access access) {
        this.random = random;
        this.netCount = netCount;
        this.mostProbes = mostProbes;
        this.access = access;
        hasIpv6 = random.chance(0.4);
    }

    boolean hasTag(final int tag) {
        return byTag.containsKey(tag);
    }

    /** Draws when it does what. */
    void script() {
        final long span = random.chance(0.5) ? 500 * MILLI : 10_000 * MILLI;
        for (int i = random.between(5, 80); i > 0; i--) {
            access.at(random.between(0, span), this::forge);
        }
        for (int i = random.between(0, 8); i > 0; i--) {
            access.at(random.between(0, span), this::setUp);
        }
        if (random.chance(0.2)) {
            // At once, before anybody can answer.
            final int floods = random.between(20, 200);
            access.at(span / 2, () -> flood(floods));
        }
        if (random.chance(0.2)) {
            final IpAddress victim = address(random.between(0, netCount - 1), VICTIM_NUMBER);
            final int host = random.between(0, 1);
            for (int i = random.between(10, 30); i > 0; i--) {
                access.at(random.between(0, span / 5), () -> setUp(host, new IpAddress[] {victim}));
            }
        }
    }

    /** Many who hold as much as they may, so that there is not enough for all. */
    void scriptHoarders() {
        final int host = random.between(0, 1);
        for (int i = random.between(20, 40); i > 0; i--) {
            access.at(random.between(0, 3000 * MILLI), () -> {
                final Place place = new Place(ownAddress(), random.between(10_000, 65_535));
                final MaliciousPeer peer = peer(host, place, true);
                askInit(peer, peer.init(ChunkType.INIT), place);
            });
        }
    }

    /** Something begins or ends between the two, which he may know or guess. */
    void moment() {
        if (!stopped && random.chance(0.5)) {
            for (int i = random.between(2, 12); i > 0; i--) {
                access.at(access.nowNs() + random.between(0, 300 * MILLI), this::forge);
            }
        }
    }

    /** An end forgot everything. */
    void crashed(final int host) {
        uninvolved.get(host).clear();
    }

    /** Says whether he keeps what he has for long. */
    boolean isPatient() {
        return isPatient;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** An address of its own, at which the host is told to be a server. */
    IpAddress ownAddress() {
        return address(random.between(0, netCount - 1), OWN_NUMBER);
    }

    private IpAddress address(final int net, final int number) {
        final IpAddress ipv4 = SimHost.address(net, number);
        return hasIpv6 && random.chance(0.5) ? new IpAddress(SimHost.IPV6, ipv4.low() & 0xFFFF_FFFFL) : ipv4;
    }

    private int net(final IpAddress address) {
        return (int) (address.low() >> 16 & 0xFF) % netCount;
    }

    private IpAddress peerOf(final int host) {
        return access.honest(1 - host, random.between(0, netCount - 1));
    }

    private IpAddress anybody(final int host) {
        return switch (random.between(0, 5)) {
            case 0 -> peerOf(host);
            case 1 -> access.honest(host, random.between(0, netCount - 1));
            case 5 -> UNUSABLE[random.between(0, UNUSABLE.length - 1)];
            case 2 -> address(random.between(0, 200), random.between(100, 60_000));
            case 3 -> ownAddress();
            default -> address(random.between(0, netCount - 1), VICTIM_NUMBER);
        };
    }

    private IpAddress[] list(final int host) {
        final IpAddress[] listed = new IpAddress[random.chance(0.1) ? random.between(5, 60) : random.between(0, 4)];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = anybody(host);
        }
        return listed;
    }

    /** From where a packet seems to come. */
    private Place source(final int host) {
        return switch (random.between(0, 4)) {
            case 0, 1 -> new Place(peerOf(host), HONEST_UDP_PORT);
            case 2 -> new Place(peerOf(host), UDP_PORT);
            case 3 -> new Place(ownAddress(), UDP_PORT);
            default -> new Place(anybody(host), random.between(10_000, 65_535));
        };
    }

    /** A tag that nobody has: the honest draw theirs from small negative numbers more often than others. */
    private int strangeTag() {
        return random.between(1, Integer.MAX_VALUE);
    }

    private MaliciousPeer peer(final int host, final Place place) {
        return peer(host, place, false);
    }

    private MaliciousPeer peer(final int host, final Place place, final boolean hoards) {
        final MaliciousPeer peer = new MaliciousPeer(
                host, place.address(), place.udpPort(), net(place.address()), strangeTag(), random, forger, hoards);
        byTag.put(peer.tag, peer);
        isPatient |= peer.isPatient();
        return peer;
    }

    private void inject(final int host, final int length, final Place from, final int tag) {
        used.add(from.address());
        access.inject(host, forger.packet, length, from.address(), from.udpPort(), net(from.address()), tag);
    }

    // -- forged packets ---------------------------------------------------------------------------------------------

    private void forge() {
        if (stopped) {
            return;
        }
        final int host = random.between(0, 1);
        switch (random.between(0, 9)) {
            case 0, 1, 2 -> forgeInit();
            case 3 -> replay();
            default -> {
                final int tag = random.chance(0.3) ? 0 : strangeTag();
                forger.begin(tag, port(), port());
                for (int i = random.between(1, 3); i > 0; i--) {
                    forgeChunk();
                }
                final int length = forger.finish();
                Place from = source(host);
                if (has(forger.packet, length, ChunkType.ABORT) && random.chance(0.5)) {
                    from = new Place(from.address(), nextSilentPort++);
                    silent.add(from);
                }
                due.put(tag, 1);
                inject(host, length, from, 0);
            }
        }
    }

    private int port() {
        return random.chance(0.05) ? 0 : Simulation.PORT;
    }

    private void flood(final int packets) {
        for (int i = 0; i < packets && !stopped; i++) {
            if (random.chance(0.7)) {
                forgeInit();
            } else {
                forge();
            }
        }
    }

    private void forgeInit() {
        if (stopped) {
            return;
        }
        final int host = random.between(0, 1);
        final Place from = source(host);
        final MaliciousPeer peer = peer(host, from);
        final int length = random.chance(0.3) ? shortInit(peer) : peer.init(ChunkType.INIT, list(host));
        if (random.chance(0.1)) {
            // Tag 0.
            forger.packet.putInt(16, 0);
            forger.finish();
        }
        askInit(peer, length, from);
    }

    /** With nothing, or a few parameters that are to be reported. */
    private int shortInit(final MaliciousPeer peer) {
        final int[] unknown = new int[random.chance(0.5) ? 0 : random.between(1, 20)];
        Arrays.fill(unknown, 0xC0550004);
        return peer.shortInit(unknown);
    }

    private void askInit(final MaliciousPeer peer, final int length, final Place from) {
        due.merge(peer.tag, 1, Integer::sum);
        inject(peer.host, length, from, peer.tag);
    }

    /** A genuine cookie that was used, or was for another, from wherever. */
    private void replay() {
        if (cookies.isEmpty()) {
            return;
        }
        final Cookie cookie = cookies.get(random.between(0, cookies.size() - 1));
        final int host = random.chance(0.8) ? cookie.host : 1 - cookie.host;
        forger.begin(cookie.tag).chunk(ChunkType.COOKIE_ECHO, 0).bytes(cookie.echo);
        inject(host, forger.finish(), source(host), 0);
    }

    private void forgeChunk() {
        final int number = random.nextInt();
        switch (random.between(0, 13)) {
            case 0 -> forger.chunk(ChunkType.INIT_ACK, 0).ints(strangeTag(), 9000, 0x50005, number, 0x70008, 0);
            case 1 ->
                forger.chunk(ChunkType.COOKIE_ECHO, 0)
                        .fill(4 * random.between(0, 60))
                        .ints(number);
            case 2, 3 -> forger.chunk(ChunkType.ABORT, random.between(0, 1));
            case 4 -> forger.chunk(ChunkType.SHUTDOWN_COMPLETE, random.between(0, 1));
            case 5 -> forger.chunk(ChunkType.DATA, 3).ints(number, 0, 0, 0);
            case 6 -> forger.chunk(ChunkType.SACK, 0).ints(number, 0, 0);
            case 7 -> forger.chunk(ChunkType.FORWARD_TSN, 0).ints(number, 0);
            case 8 -> forger.chunk(ChunkType.HEARTBEAT, 0).shorts(1, 8).ints(number);
            case 9 -> forger.chunk(ChunkType.SHUTDOWN, 0).ints(number);
            case 10 -> forger.chunk(ChunkType.SHUTDOWN_ACK, 0);
            case 11 ->
                forger.chunk(ChunkType.ERROR, 0)
                        .shorts(random.between(1, 13), 8)
                        .ints(number);
            case 12 -> forger.chunk(ChunkType.RE_CONFIG, 0).shorts(13, 16).ints(number, number, number);
            default ->
                forger.chunk(random.chance(0.5) ? ChunkType.ASCONF : ChunkType.COOKIE_ACK, 0)
                        .ints(number)
                        .shorts(5, 8)
                        .ints(number);
        }
    }

    // -- associations of its own ------------------------------------------------------------------------------------

    private void setUp() {
        final int host = random.between(0, 1);
        setUp(host, list(host));
    }

    private void setUp(final int host, final IpAddress[] listed) {
        if (stopped) {
            return;
        }
        final boolean own = random.chance(0.5);
        final IpAddress address = own ? ownAddress() : peerOf(host);
        // From an address of his own behind the peer's UDP port, as if he were another address of the peer.
        final boolean pretends = own && random.chance(0.4);
        final Place place = new Place(address, pretends ? HONEST_UDP_PORT : UDP_PORT);
        final MaliciousPeer peer = peer(host, place);
        if (pretends) {
            final IpAddress[] more = Arrays.copyOf(listed, listed.length + 1);
            more[listed.length] = peerOf(host);
            askInit(peer, peer.init(ChunkType.INIT, more), place);
        } else {
            askInit(peer, peer.init(ChunkType.INIT, listed), place);
        }
    }

    /** An end sends to an address, or a UDP port, that is not the other's. */
    void hears(final int host, final IpAddress to, final int udpPort, final ByteBuffer packet, final int length) {
        if (isUnusable(to)) {
            throw new AssertionError("a packet to " + to);
        }
        if (silent.contains(new Place(to, udpPort))) {
            throw new AssertionError("an answer to a packet with an ABORT");
        }
        final boolean probes = has(packet, length, ChunkType.HEARTBEAT);
        if (probes && !used.contains(to)) {
            countProbe(host, to);
        }
        countAnswer(packet.getInt(4), packet.get(12) & 0xFF);
        final boolean isOwn = (to.low() & 0xFFFF) == OWN_NUMBER || (udpPort == UDP_PORT && (to.low() & 0xFFFF) <= 2);
        final MaliciousPeer addressed = byTag.get(packet.getInt(4));
        final boolean hears = !stopped || (addressed != null && addressed.isPatient());
        if (!isOwn || !hears) {
            return;
        }
        final ByteBuffer copy = ByteBuffer.allocate(length).put(0, packet, 0, length);
        access.at(access.nowNs() + random.between(MILLI, 30 * MILLI), () -> heard(host, to, udpPort, copy, length));
    }

    private static boolean isUnusable(final IpAddress address) {
        return address.isIpv4()
                ? (int) address.low() == 0 || (int) address.low() >>> 28 >= 0xE
                : address.high() >>> 56 == 0xFF || (address.high() == 0 && address.low() == 0);
    }

    /** Whoever belongs to no association is answered as often as he asked. */
    private void countAnswer(final int tag, final int type) {
        final boolean isAnswer = type == ChunkType.INIT_ACK
                || (!byTag.containsKey(tag) && (type == ChunkType.ABORT || type == ChunkType.SHUTDOWN_COMPLETE));
        if (isAnswer && due.containsKey(tag) && due.merge(tag, -1, Integer::sum) < 0) {
            throw new AssertionError("an answer too many, of type " + type);
        }
    }

    /** One probe to an address in each RTO.Initial, after the first few. */
    private void countProbe(final int host, final IpAddress to) {
        final Uninvolved there = uninvolved.get(host).computeIfAbsent(to, any -> new Uninvolved());
        if (there.packets++ == 0) {
            there.firstNs = access.nowNs();
        }
        final long most = mostProbes + 1 + (access.nowNs() - there.firstNs) / RTO_INITIAL_NS;
        if (there.packets > most) {
            throw new AssertionError(there.packets + " probes, not " + most + ", to " + to + ", which never sent any");
        }
    }

    private static boolean has(final ByteBuffer packet, final int length, final int type) {
        for (int at = 12; at + 4 <= length; at += Math.max(4, (packet.getShort(at + 2) & 0xFFFF) + 3 & ~3)) {
            if ((packet.get(at) & 0xFF) == type) {
                return true;
            }
        }
        return false;
    }

    private void heard(
            final int host, final IpAddress at, final int udpPort, final ByteBuffer packet, final int length) {
        final Place here = new Place(at, udpPort);
        final int type = packet.get(12) & 0xFF;
        if (type == ChunkType.INIT && !stopped) {
            final MaliciousPeer peer = peer(host, here);
            peer.heardInit(packet, length);
            begin(peer);
            inject(host, peer.init(ChunkType.INIT_ACK, list(host)), here, peer.tag);
            return;
        }
        final MaliciousPeer peer = byTag.get(packet.getInt(4));
        if (peer == null || peer.host != host || peer.isSilent()) {
            return;
        }
        if (type == ChunkType.INIT_ACK) {
            heardInitAck(peer, here, packet, length);
            return;
        }
        final int answer = peer.peerTag == 0 ? 0 : peer.answer(packet, length);
        if (answer > 0) {
            inject(host, answer, here, peer.tag);
        }
    }

    private void heardInitAck(final MaliciousPeer peer, final Place here, final ByteBuffer packet, final int length) {
        peer.heardInitAck(packet, length);
        if (peer.cookie != null) {
            cookies.add(new Cookie(peer.host, peer.peerTag, peer.cookie));
            final Place from = peer.hoards() || random.chance(0.6) ? here : source(peer.host);
            inject(peer.host, peer.cookieEcho(), from, peer.tag);
            begin(peer);
        }
    }

    private void begin(final MaliciousPeer peer) {
        final long pause = MILLI << random.between(0, 9);
        act(peer, random.between(1, 40), pause);
    }

    private void act(final MaliciousPeer peer, final int times, final long pauseNs) {
        access.at(access.nowNs() + random.between(1, pauseNs), () -> {
            if (stopped) {
                return;
            }
            if (peer.scheme == null) {
                actAtRandom(peer);
            } else {
                act(peer, peer.scheme);
            }
            if (times > 1) {
                act(peer, times - 1, pauseNs);
            }
        });
    }

    private void actAtRandom(final MaliciousPeer peer) {
        final Place here = new Place(peer.address, peer.udpPort);
        if (random.chance(0.03)) {
            // He begins anew.
            final MaliciousPeer again = peer(peer.host, here);
            askInit(again, again.init(ChunkType.INIT, list(peer.host)), here);
            return;
        }
        inject(peer.host, peer.act(), random.chance(0.95) ? here : new Place(ownAddress(), UDP_PORT), peer.tag);
    }

    private void act(final MaliciousPeer peer, final Scheme scheme) {
        if (scheme.moves()) {
            peer.udpPort = random.between(20_000, 40_000);
        }
        final Place from = new Place(peer.address, peer.udpPort);
        final int length = peer.act();
        if (length == 0) {
            return;
        }
        used.add(from.address());
        final int net = net(from.address());
        if (scheme.fatal() != null) {
            access.injectFatal(peer.host, forger.packet, length, from, net, peer.tag, scheme.fatal());
        } else if (scheme.isInLine()) {
            access.injectInLine(peer.host, forger.packet, length, from, net, peer.tag, Scheme.WITHHELD);
        } else {
            inject(peer.host, length, from, peer.tag);
        }
    }
}
