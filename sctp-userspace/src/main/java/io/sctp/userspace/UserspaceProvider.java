package io.sctp.userspace;

import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.spi.ProviderHealth;
import io.sctp.spi.SctpProvider;
import io.sctp.udp.UdpSocket;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The provider of the engine over UDP. Safe for use by several threads at once. */
public final class UserspaceProvider implements SctpProvider {
    private static final int PREFERENCE = 50;

    /** For {@link java.util.ServiceLoader}; does no work. */
    public UserspaceProvider() {}

    @Override
    public String name() {
        return "userspace";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public Availability availability() {
        try {
            UdpSocket.requireUsable();
            return tryOut();
        } catch (final SctpException | IllegalArgumentException | OutOfMemoryError e) {
            return new Availability(false, "the provider cannot work here: " + e.getMessage());
        }
    }

    private static Availability tryOut() {
        try (UdpSocket tried = UdpSocket.open(0, 1 << 16)) {
            return new Availability(
                    true,
                    "SCTP inside UDP (RFC 6951) works everywhere; here with " + tried.describe() + "; threads: "
                            + Host.THIS.memory().threads());
        } catch (final SctpException e) {
            return new Availability(false, "the system refuses a UDP socket: " + e.getMessage());
        }
    }

    @Override
    public SctpChannel openChannel(final ProtocolFamily family) throws IOException {
        return open("open channel", family, () -> new OneToOneChannel(this, Host.THIS.connecting(), family));
    }

    @Override
    public SctpServerChannel openServerChannel(final ProtocolFamily family) throws IOException {
        return open(
                "open server channel",
                family,
                () -> new ListeningChannel(this, Host.THIS.listening().first(), family));
    }

    @Override
    public SctpMultiChannel openMultiChannel(final ProtocolFamily family) throws IOException {
        return open(
                "open multi channel",
                family,
                () -> new ManyChannel(this, Host.THIS.listening().first(), family));
    }

    @Override
    public SctpPoller openPoller() throws IOException {
        return new UserspacePoller();
    }

    @Override
    public ProviderHealth health() {
        final List<Driver> drivers = Host.THIS.drivers();
        return new ProviderHealth(
                drivers.stream().map(driver -> driver.health().worker()).toList(), Host.THIS.memoryInUse(drivers));
    }

    @Override
    public Map<String, Long> counters() {
        final Map<String, Long> sums = new TreeMap<>();
        Host.THIS.drivers().forEach(driver -> driver.countInto(sums));
        return sums;
    }

    private static <C> C open(final String operation, final ProtocolFamily family, final Supplier<C> made)
            throws SctpException {
        requireIp(operation, family);
        UdpSocket.requireUsable();
        try {
            return made.get();
        } catch (final OutOfMemoryError e) {
            throw Shortages.memory(operation, e);
        }
    }

    private static void requireIp(final String operation, final ProtocolFamily family) {
        if (family != null && family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException(operation + ": " + family + " is neither INET nor INET6");
        }
    }
}
