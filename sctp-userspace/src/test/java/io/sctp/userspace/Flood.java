package io.sctp.userspace;

import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;

/** The packets of an attack, one after the other. */
interface Flood {
    /** Writes a packet with its checksum; returns its length. */
    int write(ByteBuffer packet, int offset, long number);

    /** Where that packet claims to come from: an address of the loopback interface. */
    IpAddress source(long number);
}
