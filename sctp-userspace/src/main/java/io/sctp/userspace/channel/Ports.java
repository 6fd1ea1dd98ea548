package io.sctp.userspace.channel;

import io.sctp.Errno;
import io.sctp.SctpAddress;
import io.sctp.SctpException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The SCTP ports of a stack and their owners: one endpoint, or several that all share the port (RFC 6458 section
 * 8.1.27). Sharing endpoints are with one driver, since an association is identified by the two ports and the peer's
 * address. Safe for use by several threads at once.
 */
public final class Ports {
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int EPHEMERAL = 28_232;
    /** Has no common factor with the number of ports, so that the search visits all of them. */
    private static final int STEP = 12_347;

    private final Map<Integer, UserspaceEndpoint<?>> owned = new HashMap<>();
    private final Map<Integer, Set<UserspaceEndpoint<?>>> shared = new HashMap<>();

    /** The number of associations of closed channels per port. */
    private final Map<Integer, Integer> lingering = new HashMap<>();

    synchronized boolean isTaken(final int port) {
        return owned.containsKey(port) || shared.containsKey(port);
    }

    /**
     * Claims a port for an endpoint. Called with its lock.
     *
     * @param wanted port 0 means any free one. For accepting endpoints, it is one whose associations stay with one
     *     driver, or are distributed, as the endpoint requires
     * @return the port
     * @throws SctpException.AddressInUse if it is taken
     */
    synchronized int claim(final SctpAddress wanted, final UserspaceEndpoint<?> endpoint)
            throws SctpException.AddressInUse {
        final int port = wanted.port() != 0 ? wanted.port() : free(wanted, endpoint);
        if (!endpoint.sharesPort()) {
            if (isTaken(port)) {
                throw inUse(
                        wanted,
                        shared.containsKey(port)
                                ? "the port is shared by channels with SCTP_REUSE_PORT, which this one has not set"
                                : null);
            }
            owned.put(port, endpoint);
            return port;
        }
        if (owned.containsKey(port)) {
            throw inUse(wanted, "the port's owner does not share it: it was bound without SCTP_REUSE_PORT");
        }
        final Set<UserspaceEndpoint<?>> holders = shared.computeIfAbsent(port, unused -> new HashSet<>());
        if (isListener(endpoint) && holders.stream().anyMatch(Ports::isListener)) {
            throw inUse(wanted, "only one of the channels that share a port can listen, and another one does");
        }
        holders.add(endpoint);
        return port;
    }

    private int free(final SctpAddress wanted, final UserspaceEndpoint<?> endpoint) throws SctpException.AddressInUse {
        final int start = ThreadLocalRandom.current().nextInt(EPHEMERAL);
        int second = 0;
        for (int i = 0; i < EPHEMERAL; i++) {
            final int candidate = FIRST_EPHEMERAL + (start + i * STEP) % EPHEMERAL;
            if (endpoint.isGoodPort(candidate) && !isTaken(candidate)) {
                if (!lingering.containsKey(candidate)) {
                    return candidate;
                }
                second = candidate; // the port still has an association with some peer
            }
        }
        if (second != 0) {
            return second;
        }
        throw inUse(wanted, "no port is free");
    }

    private static boolean isListener(final UserspaceEndpoint<?> endpoint) {
        return endpoint instanceof UserspaceServerChannel;
    }

    private static SctpException.AddressInUse inUse(final SctpAddress wanted, final String why) {
        return new SctpException.AddressInUse("bind", Errno.EADDRINUSE.number(), wanted, null, why);
    }

    /** Counts an association of a closed channel that has not ended. */
    synchronized void linger(final int port) {
        lingering.merge(port, 1, Integer::sum);
    }

    /** Called when such an association has ended. */
    synchronized void settle(final int port) {
        lingering.computeIfPresent(port, (unused, count) -> count == 1 ? null : count - 1);
    }

    /** Releases an endpoint's port, which is free if no other endpoint shares it. */
    synchronized void release(final int port, final UserspaceEndpoint<?> endpoint) {
        owned.remove(port, endpoint);
        final Set<UserspaceEndpoint<?>> holders = shared.get(port);
        if (holders != null && holders.remove(endpoint) && holders.isEmpty()) {
            shared.remove(port);
        }
    }
}
