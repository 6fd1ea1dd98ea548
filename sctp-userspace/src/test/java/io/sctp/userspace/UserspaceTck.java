package io.sctp.userspace;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.spi.SctpProvider;
import io.sctp.userspace.channel.StackContext;
import java.util.HashSet;
import java.util.Set;

/** What the contract tests need to know of this provider. */
public final class UserspaceTck {
    public static final SctpProvider PROVIDER = new UserspaceProvider();

    /** Plain NIO neither tells where a datagram arrived nor lets a program choose where one leaves from. */
    static final boolean KNOWS_LOCAL_ADDRESSES = !"nio".equals(System.getProperty("io.sctp.udp.io"));

    /** Options that have no meaning here. */
    private static final Set<SctpOption<?>> NEVER_SUPPORTED =
            Set.of(SctpOptions.I_WANT_MAPPED_V4_ADDR, SctpOptions.ECN_SUPPORTED);

    static final Set<SctpOption<?>> UNSUPPORTED = unsupported();

    private UserspaceTck() {}

    /** What the channels of the default stack share. */
    public static StackContext stack() {
        return DefaultStack.stack();
    }

    /** Over plain NIO single packets cannot be forbidden to be fragmented, nor addresses chosen. */
    private static Set<SctpOption<?>> unsupported() {
        final Set<SctpOption<?>> options = new HashSet<>(NEVER_SUPPORTED);
        if (!KNOWS_LOCAL_ADDRESSES) {
            options.add(SctpOptions.PLPMTUD_PROBE_INTERVAL);
            options.add(SctpOptions.AUTO_ASCONF);
        }
        return Set.copyOf(options);
    }
}
