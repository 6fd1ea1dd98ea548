package io.sctp.spi;

import java.net.StandardSocketOptions;
import java.util.List;

/** The catalogue's part on options that all sockets have. */
final class SocketEntries {
    private static final int MAX_TOS = 255;

    /** The two low bits of the TOS byte belong to ECN. */
    private static final int DSCP_BITS = 0xFC;

    private SocketEntries() {}

    static List<OptionEntry<?>> all() {
        return List.of(
                OptionEntry.single(
                                StandardSocketOptions.SO_SNDBUF,
                                "Send buffer size: bytes queued or unacknowledged.",
                                buffer())
                        .source("RFC 6458 section 8.1.7")
                        .system("net.core.wmem_max limits it")
                        .note("The value is limited to what the system or the JVM allows, and raised to a minimum: read"
                                + " it back. It reads as the size usable by programs; Linux itself reports twice that.")
                        .initiallyInUserspace(1 << 19)
                        .build(),
                OptionEntry.single(
                                StandardSocketOptions.SO_RCVBUF,
                                "Receive buffer size: bytes that wait to be received. It limits the receive window.",
                                buffer())
                        .source("RFC 6458 section 8.1.6")
                        .system("net.core.rmem_max limits it")
                        .note("As SO_SNDBUF.")
                        .initiallyInUserspace(1 << 19)
                        .build(),
                OptionEntry.single(
                                StandardSocketOptions.SO_LINGER,
                                "How long close waits, in seconds; 0 aborts the association.",
                                OptionField.number("", Integer.MIN_VALUE, Integer.MAX_VALUE)
                                        .trying(0, 1, 30, 65_535, -1, -7))
                        .source("RFC 6458 section 8.1.4")
                        .normal(seconds -> Math.max(-1, seconds))
                        .note("A negative value switches it off, and reads as -1.")
                        .initially(-1)
                        .build(),
                OptionEntry.single(
                                StandardSocketOptions.SO_REUSEADDR,
                                "Whether a port can be bound while earlier associations of it are ending.",
                                OptionField.flag(""))
                        .source("POSIX")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                StandardSocketOptions.IP_TOS,
                                "The TOS byte of packets, for paths without a DSCP.",
                                OptionField.number("", 0, MAX_TOS))
                        .source("RFC 2474")
                        .normal(tos -> tos & DSCP_BITS)
                        .note("Its two low bits belong to ECN, and read as 0.")
                        .initially(0)
                        .build());
    }

    private static OptionField buffer() {
        return OptionField.number("", 1, Integer.MAX_VALUE).trying(16_384, 50_000, 100_001);
    }
}
