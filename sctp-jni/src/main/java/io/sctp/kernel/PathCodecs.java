package io.sctp.kernel;

import static io.sctp.kernel.AssociationCodecs.millis;
import static io.sctp.kernel.AssociationCodecs.u16;
import static io.sctp.kernel.AssociationCodecs.u32;

import io.sctp.natives.Abi;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Options of paths and addresses. The address is at offset 4 in packed structs, at 8 in the others. */
final class PathCodecs {
    /** The kernel uses the complete TOS byte, whose two low bits belong to ECN. */
    private static final int DSCP_SHIFT = 2;

    private PathCodecs() {}

    static OptionCodec<InetSocketAddress> primaryAddress() {
        return address(OptionLayout.association(Abi.Prim.SIZE, Abi.Prim.ASSOC_ID), Abi.Prim.ADDR);
    }

    static OptionCodec<InetSocketAddress> peerPrimaryAddress() {
        return address(OptionLayout.association(Abi.Setpeerprim.SIZE, Abi.Setpeerprim.ASSOC_ID), Abi.Setpeerprim.ADDR);
    }

    private static OptionCodec<InetSocketAddress> address(final OptionLayout layout, final int offset) {
        return new StructCodec<>(layout, memory -> SocketAddresses.read(memory, offset), (memory, address) -> {
            SocketAddresses.write(memory, offset, address);
        });
    }

    static OptionCodec<PathParameters> parameters() {
        return new StructCodec<>(
                OptionLayout.path(Abi.Paddrparams.SIZE, Abi.Paddrparams.ASSOC_ID, Abi.Paddrparams.ADDRESS),
                PathCodecs::readParameters,
                PathCodecs::writeParameters);
    }

    private static PathParameters readParameters(final ByteBuffer memory) {
        final int flags = memory.getInt(Abi.Paddrparams.FLAGS);
        return new PathParameters(
                either(flags, Abi.PeerAddressFlag.HB_ENABLE, Abi.PeerAddressFlag.HB_DISABLE),
                millis(memory, Abi.Paddrparams.HBINTERVAL),
                u16(memory, Abi.Paddrparams.PATHMAXRXT),
                either(flags, Abi.PeerAddressFlag.PMTUD_ENABLE, Abi.PeerAddressFlag.PMTUD_DISABLE),
                memory.getInt(Abi.Paddrparams.PATHMTU),
                either(flags, Abi.PeerAddressFlag.SACKDELAY_ENABLE, Abi.PeerAddressFlag.SACKDELAY_DISABLE),
                millis(memory, Abi.Paddrparams.SACKDELAY),
                (flags & Abi.PeerAddressFlag.IPV6_FLOWLABEL) != 0
                        ? memory.getInt(Abi.Paddrparams.IPV6_FLOWLABEL)
                        : null,
                (flags & Abi.PeerAddressFlag.DSCP) != 0
                        ? Byte.toUnsignedInt(memory.get(Abi.Paddrparams.DSCP)) >>> DSCP_SHIFT
                        : null);
    }

    private static void writeParameters(final ByteBuffer memory, final PathParameters parameters) {
        int flags = writeHeartbeat(memory, parameters) | writeMtu(memory, parameters) | writeSack(memory, parameters);
        memory.putShort(Abi.Paddrparams.PATHMAXRXT, (short) parameters.maxRetransmissions());
        if (parameters.ipv6FlowLabel() != null) {
            flags |= Abi.PeerAddressFlag.IPV6_FLOWLABEL;
            memory.putInt(Abi.Paddrparams.IPV6_FLOWLABEL, parameters.ipv6FlowLabel());
        }
        if (parameters.dscp() != null) {
            flags |= Abi.PeerAddressFlag.DSCP;
            final int dscp = parameters.dscp();
            memory.put(Abi.Paddrparams.DSCP, (byte) (dscp << DSCP_SHIFT));
        }
        memory.putInt(Abi.Paddrparams.FLAGS, flags);
    }

    /**
     * Linux reads the interval only together with the enable flag, and an interval of 0 only with a flag of its own.
     */
    private static int writeHeartbeat(final ByteBuffer memory, final PathParameters parameters) {
        final Duration interval = parameters.heartbeatInterval();
        if (parameters.heartbeat() == null) {
            return 0;
        }
        if (interval != null) {
            memory.putInt(Abi.Paddrparams.HBINTERVAL, (int) interval.toMillis());
        }
        if (!parameters.heartbeat()) {
            return Abi.PeerAddressFlag.HB_DISABLE;
        }
        return interval != null && interval.isZero()
                ? Abi.PeerAddressFlag.HB_ENABLE | Abi.PeerAddressFlag.HB_TIME_IS_ZERO
                : Abi.PeerAddressFlag.HB_ENABLE;
    }

    private static int writeMtu(final ByteBuffer memory, final PathParameters parameters) {
        final int mtu = parameters.pathMtu();
        if (parameters.pathMtuDiscovery() == null) {
            return 0;
        }
        memory.putInt(Abi.Paddrparams.PATHMTU, mtu);
        return parameters.pathMtuDiscovery() ? Abi.PeerAddressFlag.PMTUD_ENABLE : Abi.PeerAddressFlag.PMTUD_DISABLE;
    }

    private static int writeSack(final ByteBuffer memory, final PathParameters parameters) {
        final Duration delay = parameters.sackDelay();
        if (parameters.delayedSack() == null) {
            return 0;
        }
        if (delay != null) {
            memory.putInt(Abi.Paddrparams.SACKDELAY, (int) delay.toMillis());
        }
        if (!parameters.delayedSack()) {
            return Abi.PeerAddressFlag.SACKDELAY_DISABLE;
        }
        return Abi.PeerAddressFlag.SACKDELAY_ENABLE;
    }

    private static Boolean either(final int flags, final int on, final int off) {
        if ((flags & on) != 0) {
            return true;
        }
        return (flags & off) != 0 ? false : null;
    }

    static OptionCodec<PathThresholds> thresholds() {
        return new StructCodec<>(
                OptionLayout.path(Abi.Paddrthlds.SIZE, Abi.Paddrthlds.ASSOC_ID, Abi.Paddrthlds.ADDRESS),
                memory -> new PathThresholds(
                        u16(memory, Abi.Paddrthlds.PATHMAXRXT), u16(memory, Abi.Paddrthlds.PATHPFTHLD), 0),
                (memory, thresholds) -> {
                    memory.putShort(Abi.Paddrthlds.PATHMAXRXT, (short) thresholds.pathMaxRetransmissions());
                    memory.putShort(Abi.Paddrthlds.PATHPFTHLD, (short) thresholds.potentiallyFailed());
                });
    }

    static OptionCodec<PathThresholds> thresholdsV2() {
        return new StructCodec<>(
                OptionLayout.path(Abi.PaddrthldsV2.SIZE, Abi.PaddrthldsV2.ASSOC_ID, Abi.PaddrthldsV2.ADDRESS),
                memory -> new PathThresholds(
                        u16(memory, Abi.PaddrthldsV2.PATHMAXRXT),
                        u16(memory, Abi.PaddrthldsV2.PATHPFTHLD),
                        u16(memory, Abi.PaddrthldsV2.PATHCPTHLD)),
                (memory, thresholds) -> {
                    final short max = (short) thresholds.pathMaxRetransmissions();
                    final short failed = (short) thresholds.potentiallyFailed();
                    final short switchover = (short) thresholds.primarySwitchover();
                    memory.putShort(Abi.PaddrthldsV2.PATHMAXRXT, max);
                    memory.putShort(Abi.PaddrthldsV2.PATHPFTHLD, failed);
                    memory.putShort(Abi.PaddrthldsV2.PATHCPTHLD, switchover);
                });
    }

    /** The kernel uses network byte order for the port (RFC 6951 section 6.1). */
    static OptionCodec<Integer> udpPort() {
        return new StructCodec<>(
                OptionLayout.path(Abi.Udpencaps.SIZE, Abi.Udpencaps.ASSOC_ID, Abi.Udpencaps.ADDRESS),
                memory -> Short.toUnsignedInt(NetworkOrder.swap(memory.getShort(Abi.Udpencaps.PORT))),
                (memory, port) -> memory.putShort(Abi.Udpencaps.PORT, NetworkOrder.swap(port.shortValue())));
    }

    static OptionCodec<Duration> probeInterval() {
        return new StructCodec<>(
                OptionLayout.path(Abi.Probeinterval.SIZE, Abi.Probeinterval.ASSOC_ID, Abi.Probeinterval.ADDRESS),
                memory -> Duration.ofMillis(u32(memory, Abi.Probeinterval.INTERVAL)),
                (memory, interval) -> {
                    memory.putInt(Abi.Probeinterval.INTERVAL, (int) interval.toMillis());
                });
    }
}
