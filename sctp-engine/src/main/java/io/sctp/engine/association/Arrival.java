package io.sctp.engine.association;

import java.nio.ByteBuffer;

/** The packet being handled and its source. Reusable. */
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

    /** Whether the chunk being read is covered by a valid AUTH chunk (RFC 4895). */
    boolean authenticated;

    /** Returns both SCTP ports in the form that is signed with a cookie. */
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
