package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import io.sctp.SctpOptions;
import io.sctp.engine.Association;
import io.sctp.engine.config.IpAddress;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.driver.Driver;
import java.util.List;

/** Begins associations. */
public final class Connector {
    private Connector() {}

    /**
     * Begins an association of a bound channel, whose driver has its socket. Called with the driver's lock.
     *
     * @param id the association's number
     * @return null if it must wait until an association of a closed channel has ended; then
     *     {@link UserspaceMessageChannel#resumeConnecting} is called
     */
    static ChannelAssociation connect(
            final UserspaceMessageChannel<?> channel, final String operation, final SctpAddress peer, final int id)
            throws SctpException {
        if (peer.isWildcard()) {
            throw SctpException.of(operation, Errno.EINVAL.number(), channel.localAddressOrNull(), peer);
        }
        final Driver driver = channel.driver();
        final DriverChannels channels = DriverChannels.of(driver);
        final List<IpAddress> addresses =
                peer.addresses().stream().map(Addresses::of).toList();
        final int configured = channel.settings().get(SctpOptions.REMOTE_UDP_ENCAPS_PORT);
        final int udpPort = configured != 0 ? configured : channel.stack().udpPortOf(peer.address(), peer.port());
        final Association engine = driver.connect(
                channel.engineConfig(),
                channel.port(),
                peer.port(),
                addresses,
                udpPort,
                channel.localIdTowards(peer.address()));
        if (engine == null && channels.lingersWith(channel.port(), peer.port(), addresses)) {
            channels.resumeLater(channel);
            return null;
        }
        if (engine == null) {
            throw SctpException.of(
                    operation,
                    Errno.EADDRNOTAVAIL.number(),
                    channel.localAddressOrNull(),
                    peer,
                    "there is already an association with this peer from this port, or the maximum number is reached");
        }
        final ChannelAssociation association = new ChannelAssociation(driver, engine, channel, id);
        channels.onConnecting(association);
        return association;
    }
}
