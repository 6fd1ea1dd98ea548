package io.sctp.engine.association;

import java.nio.ByteBuffer;

/**
 * The State Cookie (RFC 9260 section 5.1.3): all that this end needs to make the association, handed to the peer and
 * taken back signed. Reusable.
 */
final class StateCookie {
    static final int MAC_LENGTH = 16;

    private static final int FIXED_LENGTH = 84;

    long createdNs;
    long lifeNs;
    int localTag;
    int peerTag;
    int localInitialTsn;
    int peerInitialTsn;
    int peerWindow;
    int outboundStreams;
    int inboundStreams;
    int localTieTag;
    int peerTieTag;
    int localPort;
    int peerPort;
    int peerExtensions;
    int peerAdaptation;
    long sourceHigh;
    long sourceLow;

    /** Key vectors of both ends (RFC 4895 section 6.1), or null where there is none. */
    AuthVector localAuth;

    AuthVector peerAuth;

    final long[] addresses;
    int addressCount;

    StateCookie(final int maxAddresses) {
        addresses = new long[2 * maxAddresses];
    }

    int length() {
        return FIXED_LENGTH + 16 * addressCount + length(localAuth) + length(peerAuth) + MAC_LENGTH;
    }

    private static int length(final AuthVector vector) {
        return vector == null ? 0 : vector.bytes.length;
    }

    /** Writes the cookie without its MAC and returns where that begins. */
    int write(final ByteBuffer out, final int offset) {
        out.putLong(offset, createdNs);
        out.putLong(offset + 8, lifeNs);
        out.putInt(offset + 16, localTag);
        out.putInt(offset + 20, peerTag);
        out.putInt(offset + 24, localInitialTsn);
        out.putInt(offset + 28, peerInitialTsn);
        out.putInt(offset + 32, peerWindow);
        out.putInt(offset + 36, outboundStreams << 16 | inboundStreams);
        out.putInt(offset + 40, localTieTag);
        out.putInt(offset + 44, peerTieTag);
        out.putInt(offset + 48, localPort << 16 | peerPort);
        out.putLong(offset + 52, sourceHigh);
        out.putLong(offset + 60, sourceLow);
        out.putInt(offset + 68, peerExtensions);
        out.putInt(offset + 72, addressCount);
        for (int i = 0; i < 2 * addressCount; i++) {
            out.putLong(offset + FIXED_LENGTH + 8 * i, addresses[i]);
        }
        out.putInt(offset + 76, length(localAuth) << 16 | length(peerAuth));
        out.putInt(offset + 80, peerAdaptation);
        int end = offset + FIXED_LENGTH + 16 * addressCount;
        if (localAuth != null) {
            out.put(end, localAuth.bytes);
            end += localAuth.bytes.length;
        }
        if (peerAuth != null) {
            out.put(end, peerAuth.bytes);
            end += peerAuth.bytes.length;
        }
        return end;
    }

    /** Says whether this many bytes can be a cookie of ours. */
    boolean canBe(final int cookieLength) {
        final int rest = cookieLength - FIXED_LENGTH - MAC_LENGTH;
        return rest >= 0 && rest <= 8 * addresses.length + 2 * AuthVector.MAX_LENGTH;
    }

    /** Reads a cookie whose MAC was found right. */
    void read(final ByteBuffer in, final int offset) {
        createdNs = in.getLong(offset);
        lifeNs = in.getLong(offset + 8);
        localTag = in.getInt(offset + 16);
        peerTag = in.getInt(offset + 20);
        localInitialTsn = in.getInt(offset + 24);
        peerInitialTsn = in.getInt(offset + 28);
        peerWindow = in.getInt(offset + 32);
        outboundStreams = in.getInt(offset + 36) >>> 16;
        inboundStreams = in.getInt(offset + 36) & 0xFFFF;
        localTieTag = in.getInt(offset + 40);
        peerTieTag = in.getInt(offset + 44);
        localPort = in.getInt(offset + 48) >>> 16;
        peerPort = in.getInt(offset + 48) & 0xFFFF;
        sourceHigh = in.getLong(offset + 52);
        sourceLow = in.getLong(offset + 60);
        peerExtensions = in.getInt(offset + 68);
        addressCount = in.getInt(offset + 72);
        for (int i = 0; i < 2 * addressCount; i++) {
            addresses[i] = in.getLong(offset + FIXED_LENGTH + 8 * i);
        }
        final int localLength = in.getInt(offset + 76) >>> 16;
        final int peerLength = in.getInt(offset + 76) & 0xFFFF;
        peerAdaptation = in.getInt(offset + 80);
        final int vectors = offset + FIXED_LENGTH + 16 * addressCount;
        localAuth = localLength == 0 ? null : AuthVector.read(in, vectors, localLength);
        peerAuth = peerLength == 0 ? null : AuthVector.read(in, vectors + localLength, peerLength);
    }
}
