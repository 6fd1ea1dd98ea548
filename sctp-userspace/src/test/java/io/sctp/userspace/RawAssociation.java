package io.sctp.userspace;

import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;

/** An association that an attacker has set up as any client may, and what it needs to go on. */
public final class RawAssociation {
    final int port;
    final int peerPort;

    /** The peer's tag, which packets to it carry. */
    final int tag;

    final byte[] cookie;

    /** The next TSN. */
    public int tsn = 1;

    RawAssociation(final int port, final int peerPort, final int tag, final byte[] cookie) {
        this.port = port;
        this.peerPort = peerPort;
        this.tag = tag;
        this.cookie = cookie;
    }

    public int header(final ByteBuffer packet, final int at) {
        return RawPacket.header(packet, at, port, peerPort, tag);
    }

    int cookieEcho(final ByteBuffer packet, final int begin, final byte[] echoed) {
        final int end = RawPacket.chunk(packet, header(packet, begin), ChunkType.COOKIE_ECHO, 0, echoed);
        return RawPacket.finish(packet, begin, end);
    }
}
