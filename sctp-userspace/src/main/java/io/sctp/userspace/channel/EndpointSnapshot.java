package io.sctp.userspace.channel;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.userspace.address.Addresses;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.option.Settings;
import java.net.InetAddress;
import java.util.List;

/**
 * A snapshot of an endpoint's parameters for future associations, for any driver.
 *
 * @param addresses empty for the wildcard
 * @param settings must be copied, not changed
 */
public record EndpointSnapshot(int port, List<InetAddress> addresses, Settings settings) {
    /** The engine's parameters for associations with one driver. Called with its lock. */
    AssociationConfig engineConfig(final Driver driver) {
        final List<IpAddress> ips = addresses.stream().map(Addresses::of).toList();
        return settings.engineConfig(
                ips, ips.stream().map(driver.localAddresses()::idOf).toList());
    }
}
