package io.sctp.engine.sim;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;

/**
 * What one association is for whoever has set it up, or let it be set up, to do harm: what he sends follows from the
 * seed.
 */
final class MaliciousPeer {
    private static final int FIRST_CHUNK = 12;
    private static final int BEGIN = 2;
    private static final int END = 1;
    private static final int FORWARD_TSN_SUPPORTED = 0xC000;
    private static final int SUPPORTED_EXTENSIONS = 0x8008;
    private static final int STATE_COOKIE = 7;
    private static final int IN_PROGRESS = 6;
    private static final int[] ASCONF_REQUESTS = {0xC001, 0xC001, 0xC002, 0xC004};
    private static final int[] TYPES = {0x40, 0x80, 0x82, 0x84, 0xC0, 0xC1, 0xC2, 0xC3, 0x3F};

    /** What it does beside answering. */
    private enum Mischief {
        SKIP_UNKNOWN_STREAMS,
        SKIP_MANY,
        NEVER_END,
        TINY_FRAGMENTS,
        CONTRADICTORY_FRAGMENTS,
        ACKNOWLEDGE_UNSENT,
        GAP_FLOOD,
        ERROR_FLOOD,
        LONG_HEARTBEATS,
        RECONFIGURE,
        ZERO_WINDOW,
        SMALL_MESSAGES,
        MALFORMED,
        CHANGE_ADDRESSES,
        SHUT_DOWN,
        ABORT
    }

    /** The tag under which it is sent to. */
    final int tag;

    final int host;
    final IpAddress address;
    final int net;
    int udpPort;

    private final SimRandom random;
    private final Forger forger;
    private final Mischief[] habits = new Mischief[2];
    private final boolean offersInterleaving;
    private final boolean acknowledges;
    private final boolean isStale;

    /** The tag of the end that is attacked, 0 as long as it is unknown. */
    int peerTag;

    int tsn;

    /** With which it begins, its requests too. */
    final int firstTsn;

    /** That the other end acknowledged last. */
    int sackedTsn;

    /** The other end's, when it last acknowledged something. */
    int window;

    /** That it has acknowledged. */
    int cumulativeTsn;

    private int mid;
    private int serial;
    private boolean interleaved;
    private boolean forwards;
    private boolean takesAddresses;
    private IpAddress[] listed = {};
    byte[] cookie;

    /** What it is after, null if it does what comes to its mind. */
    final Scheme scheme;

    /** With what it signs; null if it cannot. */
    private final Signature offered;

    private Signature signature;

    MaliciousPeer(
            final int host,
            final IpAddress address,
            final int udpPort,
            final int net,
            final int tag,
            final SimRandom random,
            final Forger forger,
            final boolean hoards) {
        this.host = host;
        this.address = address;
        this.udpPort = udpPort;
        this.net = net;
        this.tag = tag;
        this.random = random;
        this.forger = forger;
        for (int i = 0; i < habits.length; i++) {
            habits[i] = Mischief.values()[random.between(0, Mischief.values().length - 1)];
        }
        scheme = hoards || random.chance(0.5) ? new Scheme(this, random, forger, hoards) : null;
        offered = random.chance(0.5) ? new Signature(random) : null;
        offersInterleaving = random.chance(0.4);
        acknowledges = random.chance(0.5);
        isStale = scheme == null && random.chance(0.5);
        tsn = random.nextInt();
        firstTsn = tsn;
        sackedTsn = tsn - 1;
        serial = tsn;
    }

    /** Says whether both ends offer to. */
    boolean isInterleaved() {
        return interleaved;
    }

    /** Says whether both ends may give messages up. */
    boolean forwards() {
        return forwards;
    }

    boolean hoards() {
        return scheme != null && scheme.hoards();
    }

    boolean isSilent() {
        return scheme != null && scheme.isSilent();
    }

    boolean isPatient() {
        return scheme != null && scheme.isPatient();
    }

    // -- set-up -----------------------------------------------------------------------------------------------------

    /** Writes an INIT, or an INIT ACK with some cookie; the addresses that it lists may be anybody's. */
    int init(final int type, final IpAddress... addresses) {
        listed = addresses;
        forger.begin(type == ChunkType.INIT ? 0 : peerTag).chunk(type, 0);
        forger.ints(tag, random.chance(0.2) ? 1500 : 100_000);
        forger.shorts(random.between(1, 20), random.between(1, 20)).ints(tsn);
        forger.shorts(FORWARD_TSN_SUPPORTED, 4);
        // FORWARD TSN, RE-CONFIG, AUTH, ASCONF, ASCONF-ACK; I-DATA and I-FORWARD-TSN.
        forger.shorts(SUPPORTED_EXTENSIONS, offersInterleaving ? 11 : 9).ints(0xC0820FC1, 0x80000000);
        if (offersInterleaving) {
            forger.packet.put(forger.end() - 3, (byte) 0x40).put(forger.end() - 2, (byte) 0xC2);
        }
        if (offered != null) {
            offered.write(forger);
        }
        for (final IpAddress one : listed) {
            forger.address(one);
        }
        if (type == ChunkType.INIT_ACK) {
            final int length = random.chance(0.2) ? 3000 : 4 * random.between(0, 50);
            forger.shorts(STATE_COOKIE, 4 + length).fill(length);
        }
        return forger.finish();
    }

    /** Writes an INIT of which nothing is left that it may do without. */
    int shortInit(final int... parameters) {
        forger.begin(0).chunk(ChunkType.INIT, 0).ints(tag, 100_000).shorts(1, 1).ints(tsn);
        return forger.ints(parameters).finish();
    }

    /** Takes what it needs of an INIT ACK. */
    void heardInitAck(final ByteBuffer packet, final int length) {
        heardInit(packet, length);
        for (int at = FIRST_CHUNK + 20; at + 4 <= length; at += padded(packet, at)) {
            if (packet.getShort(at) == STATE_COOKIE) {
                cookie = new byte[(packet.getShort(at + 2) & 0xFFFF) - 4];
                packet.get(at + 4, cookie);
            }
        }
    }

    void heardInit(final ByteBuffer packet, final int length) {
        peerTag = packet.getInt(FIRST_CHUNK + 4);
        cumulativeTsn = packet.getInt(FIRST_CHUNK + 16) - 1;
        window = packet.getInt(FIRST_CHUNK + 8);
        for (int at = FIRST_CHUNK + 20; at + 4 <= length; at += padded(packet, at)) {
            final int type = packet.getShort(at) & 0xFFFF;
            forwards |= type == FORWARD_TSN_SUPPORTED;
            for (int i = 4; type == SUPPORTED_EXTENSIONS && i < (packet.getShort(at + 2) & 0xFFFF); i++) {
                interleaved |= offersInterleaving && packet.get(at + i) == ChunkType.I_DATA;
                takesAddresses |= offered != null && (packet.get(at + i) & 0xFF) == ChunkType.ASCONF;
            }
        }
        signature = offered != null && offered.hears(packet, FIRST_CHUNK + 20, length) ? offered : null;
    }

    int cookieEcho() {
        return forger.begin(peerTag, signature)
                .chunk(ChunkType.COOKIE_ECHO, 0)
                .bytes(cookie)
                .finish();
    }

    static int padded(final ByteBuffer packet, final int at) {
        return Math.max(4, (packet.getShort(at + 2) & 0xFFFF) + 3 & ~3);
    }

    // -- afterwards -------------------------------------------------------------------------------------------------

    /** Writes what is answered to a packet, and returns its length, or 0 for nothing. */
    int answer(final ByteBuffer packet, final int length) {
        forger.begin(peerTag, signature);
        boolean any = false;
        for (int at = FIRST_CHUNK; at + 4 <= length && forger.hasRoom(4000); at += padded(packet, at)) {
            any |= answerChunk(packet, at, packet.getShort(at + 2) & 0xFFFF);
        }
        return any ? forger.finish() : 0;
    }

    private boolean answerChunk(final ByteBuffer packet, final int at, final int length) {
        switch (packet.get(at) & 0xFF) {
            case ChunkType.COOKIE_ECHO -> {
                if (isStale) {
                    forger.chunk(ChunkType.ERROR, 0).shorts(3, 8).ints(1000);
                } else {
                    forger.chunk(ChunkType.COOKIE_ACK, 0);
                }
                return true;
            }
            case ChunkType.DATA, ChunkType.I_DATA -> {
                cumulativeTsn = packet.getInt(at + 4) - cumulativeTsn == 1 ? cumulativeTsn + 1 : cumulativeTsn;
                if (acknowledges) {
                    sack(random.chance(0.3) ? 0 : 100_000, 0);
                }
                return acknowledges;
            }
            case ChunkType.SACK -> {
                final int sacked = packet.getInt(at + 4);
                if (sacked - sackedTsn > 0) {
                    sackedTsn = sacked;
                    window = packet.getInt(at + 8);
                }
            }
            case ChunkType.HEARTBEAT -> {
                if (isPatient() || random.chance(0.7)) {
                    final byte[] body = new byte[length - 4];
                    packet.get(at + 4, body);
                    forger.chunk(ChunkType.HEARTBEAT_ACK, 0).bytes(body);
                    return true;
                }
            }
            case ChunkType.RE_CONFIG -> {
                if (scheme != null) {
                    scheme.heardReconfig(packet, at, length);
                }
                // In progress, each time.
                forger.chunk(ChunkType.RE_CONFIG, 0).shorts(16, 12).ints(packet.getInt(at + 8), IN_PROGRESS);
                return true;
            }
            case ChunkType.SHUTDOWN -> {
                if (random.chance(0.5)) {
                    forger.chunk(ChunkType.SHUTDOWN_ACK, 0);
                    return true;
                }
            }
            default -> {
                // Says nothing to it.
            }
        }
        return false;
    }

    private void sack(final int window, final int gaps) {
        forger.chunk(ChunkType.SACK, 0).ints(cumulativeTsn, window).shorts(gaps, 0);
    }

    /** Writes a packet of one of its habits, or for what it is after, and returns its length; 0 for none. */
    int act() {
        forger.begin(peerTag, signature);
        if (scheme != null) {
            return scheme.write() ? forger.finish() : 0;
        }
        for (int i = random.between(1, 3); i > 0; i--) {
            act(habits[random.between(0, habits.length - 1)]);
        }
        return forger.finish();
    }

    private void act(final Mischief mischief) {
        switch (mischief) {
            case SKIP_UNKNOWN_STREAMS -> skip(random.between(1, 3), 65_535);
            case SKIP_MANY -> skip(random.between(50, 1500), random.chance(0.5) ? 0 : 8);
            case NEVER_END -> {
                for (int i = random.between(1, 20); i > 0 && forger.hasRoom(2000); i--) {
                    data(BEGIN, random.between(0, 9), random.between(1, 1000));
                    tsn += random.between(0, 2);
                }
            }
            case TINY_FRAGMENTS -> {
                for (int i = random.between(10, 300); i > 0 && forger.hasRoom(2000); i--) {
                    data(tsn % 1000 == 0 ? BEGIN : 0, 1, 1);
                }
            }
            case CONTRADICTORY_FRAGMENTS -> {
                for (int i = random.between(1, 10); i > 0; i--) {
                    data(random.between(0, 3), random.between(0, 1), random.between(1, 50));
                    tsn -= random.chance(0.3) ? 1 : 0;
                }
            }
            case ACKNOWLEDGE_UNSENT ->
                forger.chunk(ChunkType.SACK, 0)
                        .ints(cumulativeTsn + random.between(-3, 1000), 100_000)
                        .shorts(0, 0);
            case GAP_FLOOD -> {
                final int gaps = random.between(1, 350);
                sack(random.between(0, 5000), gaps);
                for (int i = 0; i < gaps; i++) {
                    final int start = random.chance(0.2) ? random.between(0, 65_535) : 2 + 2 * i;
                    forger.shorts(start, start + random.between(0, 3));
                }
            }
            case ERROR_FLOOD -> {
                for (int i = random.between(1, 60); i > 0; i--) {
                    forger.chunk(ChunkType.ERROR, 0)
                            .shorts(random.between(1, 13), 8)
                            .ints(i);
                }
            }
            case LONG_HEARTBEATS -> {
                for (int i = random.between(1, 4); i > 0; i--) {
                    final int length = random.chance(0.5) ? 1500 : random.between(1, 10);
                    forger.chunk(ChunkType.HEARTBEAT, 0).shorts(1, 4 + length).fill(length);
                }
            }
            case RECONFIGURE ->
                forger.chunk(ChunkType.RE_CONFIG, 0)
                        .shorts(random.between(13, 18), 12)
                        .ints(tsn + random.between(-1, 2), random.nextInt());
            case ZERO_WINDOW -> sack(0, 0);
            case SMALL_MESSAGES -> {
                for (int i = random.between(1, 200); i > 0 && forger.hasRoom(2000); i--) {
                    data(BEGIN | END, random.between(0, 3), 1);
                    mid += random.between(0, 1);
                }
            }
            case MALFORMED -> {
                final int type = random.between(0, 15);
                if (type != ChunkType.ABORT) {
                    forger.chunk(random.chance(0.5) ? type : TYPES[random.between(0, TYPES.length - 1)], 0)
                            .fill(4 * random.between(0, 5));
                    for (int i = random.between(0, 3); i > 0; i--) {
                        forger.shorts(random.between(0, 20), random.between(0, 40));
                    }
                }
            }
            case CHANGE_ADDRESSES -> changeAddresses(random.chance(0.1));
            case SHUT_DOWN ->
                forger.chunk(random.chance(0.8) ? ChunkType.SHUTDOWN : ChunkType.SHUTDOWN_ACK, 0)
                        .ints(cumulativeTsn + random.between(-2, 2));
            default -> {
                if (random.chance(0.05)) {
                    forger.chunk(ChunkType.ABORT, 0);
                }
            }
        }
    }

    /** Asks for addresses that it has or has not to be added, taken away and preferred. */
    void changeAddresses(final boolean malformed) {
        forger.chunk(ChunkType.ASCONF, 0).ints(serial++).address(address);
        for (int i = random.between(1, 4); i > 0; i--) {
            final IpAddress other = listed.length == 0 ? address : listed[random.between(0, listed.length - 1)];
            final int type = ASCONF_REQUESTS[random.between(0, ASCONF_REQUESTS.length - 1)];
            forger.shorts(type, (other.isIpv4() ? 16 : 28) - (malformed ? 4 : 0))
                    .ints(i)
                    .address(other);
        }
    }

    /** Says whether the other end heeds its changes of addresses. */
    boolean changesAddresses() {
        return takesAddresses && signature != null;
    }

    private void skip(final int entries, final int stream) {
        forger.chunk(interleaved ? ChunkType.I_FORWARD_TSN : ChunkType.FORWARD_TSN, 0);
        tsn += random.between(1, 5);
        forger.ints(tsn - 1);
        for (int i = 0; i < entries && forger.hasRoom(2000); i++) {
            if (interleaved) {
                forger.shorts(stream == 8 ? i : stream, random.between(0, 1)).ints(mid + i);
            } else {
                forger.shorts(stream == 8 ? i : stream, mid + i);
            }
        }
    }

    private void data(final int flags, final int stream, final int length) {
        // Now and then not as agreed.
        forger.chunk(interleaved != random.chance(0.02) ? ChunkType.I_DATA : ChunkType.DATA, flags);
        forger.ints(tsn++);
        if (interleaved) {
            forger.shorts(stream, 0).ints(mid);
        } else {
            forger.shorts(stream, mid);
        }
        forger.ints(random.between(0, 3)).fill(length);
    }
}
