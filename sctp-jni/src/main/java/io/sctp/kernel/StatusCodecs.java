package io.sctp.kernel;

import static io.sctp.kernel.AssociationCodecs.millis;
import static io.sctp.kernel.AssociationCodecs.u16;
import static io.sctp.kernel.AssociationCodecs.u32;

import io.sctp.SctpAddress;
import io.sctp.natives.Abi;
import io.sctp.option.AssociationState;
import io.sctp.option.AssociationStatistics;
import io.sctp.option.AssociationStatus;
import io.sctp.option.PathState;
import io.sctp.option.PathStatus;
import io.sctp.spi.SocketAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the kernel's structs about associations. */
final class StatusCodecs {
    private StatusCodecs() {}

    /** {@code struct sctp_status}. */
    static AssociationStatus status(final ByteBuffer memory) {
        return new AssociationStatus(
                memory.getInt(Abi.Status.ASSOC_ID),
                KernelCodes.ASSOCIATION_STATES.constant(memory.getInt(Abi.Status.STATE), AssociationState.EMPTY),
                u32(memory, Abi.Status.RWND),
                u16(memory, Abi.Status.UNACKDATA),
                u16(memory, Abi.Status.PENDDATA),
                u16(memory, Abi.Status.INSTRMS),
                u16(memory, Abi.Status.OUTSTRMS),
                memory.getInt(Abi.Status.FRAGMENTATION_POINT),
                path(memory, Abi.Status.PRIMARY));
    }

    /** {@code struct sctp_paddrinfo} at an offset. */
    static PathStatus path(final ByteBuffer memory, final int offset) {
        return new PathStatus(
                SocketAddresses.read(memory, offset + Abi.Paddrinfo.ADDRESS),
                KernelCodes.PATH_STATES.constant(memory.getInt(offset + Abi.Paddrinfo.STATE), PathState.UNKNOWN),
                u32(memory, offset + Abi.Paddrinfo.CWND),
                millis(memory, offset + Abi.Paddrinfo.SRTT),
                millis(memory, offset + Abi.Paddrinfo.RTO),
                memory.getInt(offset + Abi.Paddrinfo.MTU));
    }

    /** {@code struct sctp_assoc_stats}; the address is valid only if there is an RTO. */
    static AssociationStatistics statistics(final ByteBuffer memory) {
        final long maxRtoMillis = memory.getLong(Abi.AssocStats.MAXRTO);
        return new AssociationStatistics(
                Duration.ofMillis(maxRtoMillis),
                maxRtoMillis == 0 ? null : SocketAddresses.read(memory, Abi.AssocStats.OBS_RTO_IPADDR),
                memory.getLong(Abi.AssocStats.ISACKS),
                memory.getLong(Abi.AssocStats.OSACKS),
                memory.getLong(Abi.AssocStats.OPACKETS),
                memory.getLong(Abi.AssocStats.IPACKETS),
                memory.getLong(Abi.AssocStats.RTXCHUNKS),
                memory.getLong(Abi.AssocStats.OUTOFSEQTSNS),
                memory.getLong(Abi.AssocStats.IDUPCHUNKS),
                memory.getLong(Abi.AssocStats.GAPCNT),
                memory.getLong(Abi.AssocStats.OUODCHUNKS),
                memory.getLong(Abi.AssocStats.IUODCHUNKS),
                memory.getLong(Abi.AssocStats.OODCHUNKS),
                memory.getLong(Abi.AssocStats.IODCHUNKS),
                memory.getLong(Abi.AssocStats.OCTRLCHUNKS),
                memory.getLong(Abi.AssocStats.ICTRLCHUNKS));
    }

    /**
     * {@code struct sctp_getaddrs}: addresses of both families, packed.
     *
     * @return null if there is none
     */
    static SctpAddress addresses(final ByteBuffer memory) {
        final int count = memory.getInt(Abi.Getaddrs.ADDR_NUM);
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        int port = 0;
        int offset = Abi.Getaddrs.ADDRS;
        for (int i = 0; i < count; i++) {
            final InetSocketAddress address = SocketAddresses.read(memory, offset);
            if (address == null) {
                throw new IllegalStateException("the kernel lists an address of neither IPv4 nor IPv6");
            }
            addresses.add(address.getAddress());
            port = address.getPort();
            offset += memory.getShort(offset) == SocketAddresses.AF_INET6
                    ? SocketAddresses.IPV6_SIZE
                    : SocketAddresses.IPV4_SIZE;
        }
        return addresses.isEmpty() ? null : SctpAddress.of(port, List.copyOf(addresses));
    }
}
