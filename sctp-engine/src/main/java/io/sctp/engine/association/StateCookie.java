package io.sctp.engine.association;

import io.sctp.engine.auth.AuthVector;
import io.sctp.engine.packet.AdaptationIndication;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.IpAddressParameter;
import java.nio.ByteBuffer;

/**
 * The State Cookie (RFC 9260 section 5.1.3): everything that this end needs to create the association. It is given to
 * the peer and comes back signed. Reusable.
 *
 * <p>It is short because it is sent to unknown peers. The content of the COOKIE ECHO's packet header, the ports and
 * this end's tag, is signed but not stored in it. Optional parts are present only if needed; the last int of the fixed
 * part describes what follows:
 *
 * <pre>
 *  extension, time of issue in ms | peer's tag | local initial TSN | peer's initial TSN | peer's window | streams out,
 *  in
 *  layout | UDP port, 2 bytes | source, 4 or 16 bytes | tie-tags | adaptation | lengths of key vectors
 *  the peer's other addresses | key vectors
 * </pre>
 */
final class StateCookie {
    /** HMAC-SHA-256, truncated to 112 bits to leave space for the rest. */
    static final int MAC_LENGTH = 14;

    /** The number of steps in which a Cookie Preservative extends a cookie's life up to twice the configured one. */
    static final int MAX_EXTENSION = 15;

    /** Maximum number of this end's addresses that the peer is given. */
    static final int MAX_LISTED = 0xFF;

    private static final int FIXED_LENGTH = 30;
    private static final int MAX_PADDING = 3;
    private static final int MAX_LENGTH_BESIDE_ADDRESSES =
            FIXED_LENGTH + 16 + 8 + 4 + 2 + 2 * AuthVector.MAX_LENGTH + MAX_PADDING;
    private static final int EXTENSION_SHIFT = 28;
    private static final int ISSUED_MASK = (1 << EXTENSION_SHIFT) - 1;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    // The layout int: the chunk extensions, then flags, then the number of addresses of each end.
    private static final int CHUNKS_MASK = 0x3FF;
    private static final int MARK = 1 << 10;
    private static final int ADAPTATION = 1 << 11;
    private static final int TIED = 1 << 12;
    private static final int AUTHENTICATED = 1 << 13;
    private static final int SOURCE_IPV6 = 1 << 14;
    private static final int ADDRESSES_SHIFT = 16;
    private static final int LISTED_SHIFT = 24;
    private static final int COUNT_MASK = 0xFF;

    /** The time of issue in milliseconds, which wraps around; it is at most a few days ago. */
    int issuedMs;

    /** The number of steps by which its life is extended, up to {@link #MAX_EXTENSION}. */
    int extension;

    int localTag;
    int peerTag;
    int localInitialTsn;
    int peerInitialTsn;
    int peerWindow;
    int outboundStreams;
    int inboundStreams;
    int localTieTag;
    int peerTieTag;
    int peerExtensions;
    int peerAdaptation;
    long sourceHigh;
    long sourceLow;

    /** The UDP port of the address that the INIT ACK went to (RFC 6951). */
    int sourceUdpPort;

    /** How many of this end's addresses the peer was given, if this end has several. */
    int listedAddresses;

    /** Key vectors of both ends (RFC 4895 section 6.1), or null. */
    AuthVector localAuth;

    AuthVector peerAuth;

    final long[] addresses;
    int addressCount;

    /** The current read or write position. */
    private int at;

    StateCookie(final int maxAddresses) {
        addresses = new long[2 * maxAddresses];
    }

    /** Returns the length of what {@link #write} writes and the MAC: a multiple of four, so that no padding follows. */
    int length() {
        int length = FIXED_LENGTH + addressLength(sourceHigh, sourceLow) + MAC_LENGTH;
        length += isTied() ? 2 * Integer.BYTES : 0;
        length += (peerExtensions & AdaptationIndication.BIT) != 0 ? Integer.BYTES : 0;
        if (localAuth != null) {
            length += 2 + AuthVector.storedLength(localAuth.length());
            length += AuthVector.storedLength(peerAuth.length());
        }
        for (int i = 0; i < addressCount; i++) {
            length += 1 + storedLength(i);
        }
        return Chunk.padded(length);
    }

    /** The source address of the INIT is stored only once. */
    private int storedLength(final int address) {
        final long high = addresses[2 * address];
        final long low = addresses[2 * address + 1];
        return high == sourceHigh && low == sourceLow ? 0 : addressLength(high, low);
    }

    private static int addressLength(final long high, final long low) {
        return IpAddressParameter.isIpv4(high, low) ? IPV4_LENGTH : IPV6_LENGTH;
    }

    private boolean isTied() {
        return (localTieTag | peerTieTag) != 0;
    }

    private int layout() {
        return (peerExtensions & CHUNKS_MASK)
                | ((peerExtensions & EngineMark.BIT) != 0 ? MARK : 0)
                | ((peerExtensions & AdaptationIndication.BIT) != 0 ? ADAPTATION : 0)
                | (isTied() ? TIED : 0)
                | (localAuth != null ? AUTHENTICATED : 0)
                | (IpAddressParameter.isIpv4(sourceHigh, sourceLow) ? 0 : SOURCE_IPV6)
                | addressCount << ADDRESSES_SHIFT
                | listedAddresses << LISTED_SHIFT;
    }

    // -- writing ----------------------------------------------------------------------------------------------------

    /** Writes the cookie without its MAC and returns where the MAC begins. */
    int write(final ByteBuffer out, final int offset) {
        at = offset;
        putInt(out, extension << EXTENSION_SHIFT | (issuedMs & ISSUED_MASK));
        putInt(out, peerTag);
        putInt(out, localInitialTsn);
        putInt(out, peerInitialTsn);
        putInt(out, peerWindow);
        putInt(out, outboundStreams << 16 | inboundStreams);
        putInt(out, layout());
        out.putShort(at, (short) sourceUdpPort);
        at += Short.BYTES;
        putAddress(out, sourceHigh, sourceLow);
        if (isTied()) {
            putInt(out, localTieTag);
            putInt(out, peerTieTag);
        }
        if ((peerExtensions & AdaptationIndication.BIT) != 0) {
            putInt(out, peerAdaptation);
        }
        if (localAuth != null) {
            out.put(at++, (byte) localAuth.length());
            out.put(at++, (byte) peerAuth.length());
        }
        for (int i = 0; i < addressCount; i++) {
            out.put(at++, (byte) storedLength(i));
            if (storedLength(i) != 0) {
                putAddress(out, addresses[2 * i], addresses[2 * i + 1]);
            }
        }
        if (localAuth != null) {
            at = localAuth.store(out, at);
            at = peerAuth.store(out, at);
        }
        final int mac = offset + Chunk.padded(at - offset + MAC_LENGTH) - MAC_LENGTH;
        while (at < mac) {
            out.put(at++, (byte) 0);
        }
        return mac;
    }

    private void putInt(final ByteBuffer out, final int value) {
        out.putInt(at, value);
        at += Integer.BYTES;
    }

    private void putAddress(final ByteBuffer out, final long high, final long low) {
        if (IpAddressParameter.isIpv4(high, low)) {
            putInt(out, (int) low);
        } else {
            out.putLong(at, high);
            out.putLong(at + Long.BYTES, low);
            at += IPV6_LENGTH;
        }
    }

    // -- reading ----------------------------------------------------------------------------------------------------

    /** Whether this end may have issued a cookie of this length. */
    boolean canBe(final int cookieLength) {
        final int length = cookieLength - MAC_LENGTH;
        return length >= FIXED_LENGTH + IPV4_LENGTH
                && length <= MAX_LENGTH_BESIDE_ADDRESSES + addresses.length / 2 * (1 + IPV6_LENGTH);
    }

    /** Reads a cookie whose MAC was verified, with the local tag that was signed with it. */
    void read(final ByteBuffer in, final int offset, final int tag, final int nowMs) {
        at = offset;
        localTag = tag;
        final int issue = getInt(in);
        extension = issue >>> EXTENSION_SHIFT;
        issuedMs = nowMs - (nowMs - issue & ISSUED_MASK);
        peerTag = getInt(in);
        localInitialTsn = getInt(in);
        peerInitialTsn = getInt(in);
        peerWindow = getInt(in);
        final int streams = getInt(in);
        outboundStreams = streams >>> 16;
        inboundStreams = streams & 0xFFFF;
        final int layout = getInt(in);
        peerExtensions = (layout & CHUNKS_MASK)
                | ((layout & MARK) != 0 ? EngineMark.BIT : 0)
                | ((layout & ADAPTATION) != 0 ? AdaptationIndication.BIT : 0);
        addressCount = layout >>> ADDRESSES_SHIFT & COUNT_MASK;
        listedAddresses = layout >>> LISTED_SHIFT & COUNT_MASK;
        sourceUdpPort = Short.toUnsignedInt(in.getShort(at));
        at += Short.BYTES;
        final boolean fromIpv6 = (layout & SOURCE_IPV6) != 0;
        sourceHigh = getHigh(in, fromIpv6);
        sourceLow = getLow(in, fromIpv6);
        final boolean tied = (layout & TIED) != 0;
        localTieTag = tied ? getInt(in) : 0;
        peerTieTag = tied ? getInt(in) : 0;
        peerAdaptation = (layout & ADAPTATION) != 0 ? getInt(in) : 0;
        final boolean authenticated = (layout & AUTHENTICATED) != 0;
        final int localLength = authenticated ? in.get(at++) & 0xFF : 0;
        final int peerLength = authenticated ? in.get(at++) & 0xFF : 0;
        for (int i = 0; i < addressCount; i++) {
            final int length = in.get(at++);
            addresses[2 * i] = length == 0 ? sourceHigh : getHigh(in, length == IPV6_LENGTH);
            addresses[2 * i + 1] = length == 0 ? sourceLow : getLow(in, length == IPV6_LENGTH);
        }
        localAuth = authenticated ? AuthVector.load(in, at, localLength) : null;
        peerAuth = authenticated ? AuthVector.load(in, at + AuthVector.storedLength(localLength), peerLength) : null;
    }

    private int getInt(final ByteBuffer in) {
        at += Integer.BYTES;
        return in.getInt(at - Integer.BYTES);
    }

    private long getHigh(final ByteBuffer in, final boolean ipv6) {
        if (!ipv6) {
            return 0;
        }
        at += Long.BYTES;
        return in.getLong(at - Long.BYTES);
    }

    private long getLow(final ByteBuffer in, final boolean ipv6) {
        if (!ipv6) {
            return IpAddressParameter.mapped(getInt(in));
        }
        at += Long.BYTES;
        return in.getLong(at - Long.BYTES);
    }
}
