package io.sctp.engine.sim;

import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;

/** Sees every packet as it leaves a host. */
interface PacketLog {
    PacketLog NONE = (timeNs, source, transmit, buffer, offset, length) -> {};

    void packet(long timeNs, IpAddress source, Transmit transmit, ByteBuffer buffer, int offset, int length);
}
