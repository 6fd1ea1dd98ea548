package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOptions;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Calls allocate no direct memory: each piece costs a cleaner, and only the garbage collector gives it back. The first
 * call of a kind may, since what it allocates is kept.
 */
class KernelDirectMemoryTest extends Tck {
    private static final int ROUNDS = 20;
    private static final int MAX_ATTEMPTS = 20;

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Test
    void shouldAllocateNoneForAnOption() throws Exception {
        final Pair pair = pair();
        final SctpChannel channel = pair.client();
        final OptionTarget association =
                OptionTarget.association(channel.association().id());
        final Set<SctpOption<?>> read = new LinkedHashSet<>();
        final Set<SctpOption<?>> set = new LinkedHashSet<>();
        assertNoneAllocated(() -> {
            for (final SctpOption<?> option : SctpOptions.all()) {
                use(channel, option, OptionTarget.ENDPOINT, read, set);
                use(channel, option, association, read, set);
            }
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 50_000);
            channel.getOption(StandardSocketOptions.SO_RCVBUF);
        });
        // The test would show nothing if the kernel refused them before it was asked.
        assertTrue(read.size() > SctpOptions.all().size() / 2, () -> "read only " + read);
        assertTrue(set.size() > SctpOptions.all().size() / 3, () -> "set only " + set);
    }

    /** Reads an option, and sets it to what it is. */
    private static <T> void use(
            final SctpChannel channel,
            final SctpOption<T> option,
            final OptionTarget target,
            final Set<SctpOption<?>> read,
            final Set<SctpOption<?>> set)
            throws IOException {
        if (option.access() == Access.WRITE) {
            return;
        }
        try {
            final T value = channel.getOption(option, target);
            read.add(option);
            if (option.access() == Access.READ_WRITE) {
                channel.setOption(option, value, target);
                set.add(option);
            }
        } catch (final SctpException | IllegalArgumentException | UnsupportedOperationException e) {
            // Not for this target, or not now. What refuses it allocates nothing either.
        }
    }

    @Test
    void shouldAllocateNoneForAQuestionAboutAnAssociation() throws Exception {
        final Pair pair = pair();
        final Association association = pair.client().association();
        assertNoneAllocated(() -> {
            association.status();
            association.statistics();
            association.paths();
            association.peerAddress();
            association.localAddress();
            pair.listener().getLocalAddress();
        });
    }

    @Test
    void shouldAllocateNoneToSetUpAndEndAnAssociationOfMany() throws Exception {
        final SctpMultiChannel to = multi();
        final SctpMultiChannel from = multi();
        final SctpAddress peer = to.getLocalAddress();
        assertNoneAllocated(() -> {
            from.connect(peer, LONG).abort();
            from.connect(peer, LONG).abort(bytes("why"));
            assertEquals(0, from.associations().size());
        });
    }

    @Test
    void shouldAllocateNoneToChangeTheLocalAddresses() throws Exception {
        final SctpMultiChannel channel = multi();
        assertNoneAllocated(() -> channel.bindAdd(ip("127.0.0.2")).bindRemove(ip("127.0.0.2")));
    }

    private static void assertNoneAllocated(final Call calls) throws Exception {
        calls.run();
        // A collection could take away what was allocated, so what is counted is a time without one.
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            final long collections = collections();
            final long before = directBuffers();
            for (int round = 0; round < ROUNDS; round++) {
                calls.run();
            }
            final long allocated = directBuffers() - before;
            if (collections() == collections) {
                assertEquals(0, allocated, "direct buffers in " + ROUNDS + " rounds");
                return;
            }
        }
        throw new AssertionError("the garbage collector ran in each of " + MAX_ATTEMPTS + " attempts");
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static long directBuffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }
}
