package io.sctp.engine.sim;

import io.sctp.engine.Transmit;
import io.sctp.engine.config.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Writes what hosts send as a pcap file of raw IPv4 packets with UDP (RFC 6951). */
final class PcapWriter implements PacketLog {
    private static final int UDP_PORT = 9899;
    private static final int LINKTYPE_RAW = 101;
    private static final int IP_AND_UDP = 28;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream file = new DataOutputStream(bytes);
    private int count;

    PcapWriter() {
        write(() -> {
            file.writeInt(0xA1B2C3D4);
            file.writeInt(0x00020004);
            file.writeInt(0);
            file.writeInt(0);
            file.writeInt(65535);
            file.writeInt(LINKTYPE_RAW);
        });
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int count() {
        return count;
    }

    @Override
    public void packet(
            final long timeNs,
            final IpAddress source,
            final Transmit transmit,
            final ByteBuffer buffer,
            final int offset,
            final int length) {
        final byte[] payload = new byte[length];
        buffer.get(offset, payload);
        final int total = IP_AND_UDP + length;
        final ByteBuffer headers = ByteBuffer.allocate(IP_AND_UDP);
        headers.putInt(0x45000000 | total).putInt(0x4000).putInt(0x40110000);
        headers.putInt((int) source.low()).putInt((int) transmit.addressLow());
        headers.putShort(10, ipChecksum(headers));
        headers.putShort(20, (short) UDP_PORT).putShort(22, (short) UDP_PORT).putShort(24, (short) (8 + length));
        count++;
        write(() -> {
            file.writeInt((int) (timeNs / 1_000_000_000));
            file.writeInt((int) (timeNs % 1_000_000_000 / 1000));
            file.writeInt(total);
            file.writeInt(total);
            file.write(headers.array());
            file.write(payload);
        });
    }

    private static short ipChecksum(final ByteBuffer header) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += header.getShort(i) & 0xFFFF;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void write(final Io io) {
        try {
            io.run();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
