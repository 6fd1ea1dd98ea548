package io.sctp.engine.association;

import java.nio.ByteBuffer;

/** The packet being handled, and where it came from; reusable. */
public final class Arrival {
    ByteBuffer packet;
    int offset;
    int end;
    int peerPort;
    int localPort;
    int tag;
    long addressHigh;
    long addressLow;
    int udpPort;
    int localId;

    /** Whether what is being read now stands behind an AUTH chunk that was right (RFC 4895). */
    boolean authenticated;

    /** Returns both SCTP ports, as a cookie is signed with them. */
    int ports() {
        return localPort << 16 | peerPort;
    }

    public ByteBuffer packet() {
        return packet;
    }

    public int end() {
        return end;
    }

    public long addressHigh() {
        return addressHigh;
    }

    public long addressLow() {
        return addressLow;
    }

    public int udpPort() {
        return udpPort;
    }

    public int localId() {
        return localId;
    }

    public boolean isAuthenticated() {
        return authenticated;
    }
}
