package io.sctp.bench.environment;

import java.util.List;
import java.util.Optional;

/**
 * A kernel setting and its recommended value for signalling: failed paths are detected in seconds, one slow peer does
 * not stall the others, and buffers are large enough.
 *
 * @param name the setting
 * @param current its value; empty if the kernel has none of this name
 * @param good the recommended value
 * @param fine whether the current value is as good as the recommended one
 * @param why the reason for the recommendation
 */
public record Advice(String name, Optional<String> current, String good, boolean fine, String why) {
    private enum Want {
        AT_LEAST,
        AT_MOST,
        EXACTLY
    }

    /** Every setting that matters, in a fixed order. */
    public static List<Advice> ofThisKernel() {
        return List.of(
                of("net.core.rmem_max", Want.AT_LEAST, 4_194_304, "larger receive buffers are clamped to it silently"),
                of("net.core.wmem_max", Want.AT_LEAST, 4_194_304, "larger send buffers are clamped to it silently"),
                of("net.sctp.sndbuf_policy", Want.EXACTLY, 1, "a send buffer per association: no peer stalls others"),
                of("net.sctp.rcvbuf_policy", Want.EXACTLY, 1, "a receive buffer per association, likewise"),
                of("net.sctp.rto_initial", Want.AT_MOST, 1_000, "ms; the first loss costs this much"),
                of("net.sctp.rto_min", Want.AT_MOST, 200, "ms; a later loss costs at least this much"),
                of("net.sctp.rto_max", Want.AT_MOST, 2_000, "ms; bounds how long a dead path goes unnoticed"),
                of("net.sctp.path_max_retrans", Want.AT_MOST, 3, "losses in a row until another path is used"),
                of("net.sctp.association_max_retrans", Want.AT_MOST, 6, "losses in a row until the peer is given up"),
                of("net.sctp.hb_interval", Want.AT_MOST, 5_000, "ms between heartbeats on an idle path"),
                of("net.sctp.sack_timeout", Want.AT_MOST, 20, "ms that a lone message waits for its acknowledgement"),
                of("net.sctp.pf_enable", Want.EXACTLY, 1, "a path is avoided from its first losses on (RFC 7829)"));
    }

    private static Advice of(final String name, final Want want, final long good, final String why) {
        final Optional<String> current = KernelFacts.sysctl(name);
        final boolean fine = current.map(value -> {
                    try {
                        final long number = Long.parseLong(value);
                        return switch (want) {
                            case AT_LEAST -> number >= good;
                            case AT_MOST -> number <= good;
                            case EXACTLY -> number == good;
                        };
                    } catch (final NumberFormatException e) {
                        return false;
                    }
                })
                .orElse(false);
        return new Advice(name, current, Long.toString(good), fine, why);
    }
}
