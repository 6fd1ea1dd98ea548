package io.sctp.userspace;

import io.sctp.Errno;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.spi.ProviderHealth;
import io.sctp.spi.SctpProvider;
import io.sctp.udp.UdpSocket;
import io.sctp.userspace.channel.StackContext;
import io.sctp.userspace.channel.UserspaceChannel;
import io.sctp.userspace.channel.UserspaceMultiChannel;
import io.sctp.userspace.channel.UserspacePoller;
import io.sctp.userspace.channel.UserspaceServerChannel;
import io.sctp.userspace.config.StackConfig;
import io.sctp.userspace.driver.Driver;
import io.sctp.userspace.driver.MemoryPlan;
import io.sctp.userspace.driver.Shortages;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The provider of the userspace engine over UDP, for the default stack or for one that was built
 * ({@link UserspaceStack}). Thread-safe.
 */
public final class UserspaceProvider implements SctpProvider {
    private static final int PREFERENCE = 50;

    /** The stack; null for the default one. */
    private final StackContext own;

    /** Creates the default stack's provider, for {@link java.util.ServiceLoader}. Does no work. */
    public UserspaceProvider() {
        own = null;
    }

    UserspaceProvider(final StackContext stack) {
        own = stack;
    }

    /** Returns the state that its channels share. */
    StackContext stack() {
        return own == null ? DefaultStack.stack() : own;
    }

    private StackConfig config() {
        return own == null ? DefaultStack.config() : own.config();
    }

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
            final StackConfig config = config();
            config.io().requireUsable();
            return tryOut(config);
        } catch (final SctpException | IllegalArgumentException | OutOfMemoryError e) {
            return new Availability(false, "the provider cannot work here: " + e.getMessage());
        }
    }

    private static Availability tryOut(final StackConfig config) {
        try (UdpSocket tried = config.io().open(0, 1 << 16)) {
            return new Availability(
                    true,
                    "SCTP inside UDP (RFC 6951) works everywhere; here with " + tried.describe() + "; threads: "
                            + MemoryPlan.of(config).threads());
        } catch (final SctpException e) {
            return new Availability(false, "the system refuses a UDP socket: " + e.getMessage());
        }
    }

    @Override
    public SctpChannel openChannel(final ProtocolFamily family) throws IOException {
        return open("open channel", family, () -> new UserspaceChannel(this, stack(), stack().connecting(), family));
    }

    @Override
    public SctpServerChannel openServerChannel(final ProtocolFamily family) throws IOException {
        return open(
                "open server channel",
                family,
                () -> new UserspaceServerChannel(
                        this, stack(), stack().listening().first(), family));
    }

    @Override
    public SctpMultiChannel openMultiChannel(final ProtocolFamily family) throws IOException {
        return open(
                "open multi channel",
                family,
                () -> new UserspaceMultiChannel(
                        this, stack(), stack().listening().first(), family));
    }

    @Override
    public SctpPoller openPoller() throws IOException {
        stack().requireOpen("open poller");
        return stack().add(new UserspacePoller());
    }

    @Override
    public ProviderHealth health() {
        final StackContext stack = stack();
        final List<Driver> drivers = stack.drivers();
        return new ProviderHealth(
                drivers.stream().map(driver -> driver.health().worker()).toList(), stack.memoryInUse(drivers));
    }

    @Override
    public Map<String, Long> counters() {
        final Map<String, Long> sums = new TreeMap<>();
        stack().drivers().forEach(driver -> driver.countInto(sums));
        return sums;
    }

    private <C> C open(final String operation, final ProtocolFamily family, final Supplier<C> made) throws IOException {
        requireIp(operation, family);
        requireUsable(operation);
        try {
            return made.get();
        } catch (final OutOfMemoryError e) {
            throw Shortages.memory(operation, e);
        }
    }

    private void requireUsable(final String operation) throws IOException {
        try {
            final StackContext stack = stack();
            stack.requireOpen(operation);
            stack.config().io().requireUsable();
        } catch (final IllegalArgumentException e) { // from a system property
            final SctpException unsupported = new SctpException.Unsupported(
                    operation, Errno.EPROTONOSUPPORT.number(), null, null, e.getMessage());
            unsupported.initCause(e);
            throw unsupported;
        }
    }

    private static void requireIp(final String operation, final ProtocolFamily family) {
        if (family != null && family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException(operation + ": " + family + " is neither INET nor INET6");
        }
    }
}
