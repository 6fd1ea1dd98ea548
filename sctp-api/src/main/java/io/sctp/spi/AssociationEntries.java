package io.sctp.spi;

import static io.sctp.spi.OptionCatalog.KERNEL;

import io.sctp.SctpOptions;
import io.sctp.option.AssociationParameters;
import io.sctp.option.CongestionControl;
import io.sctp.option.DelayedSack;
import io.sctp.option.InitParameters;
import io.sctp.option.RtoInfo;
import io.sctp.spi.OptionEntry.Channels;
import io.sctp.spi.OptionEntry.Moment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The catalogue entries about set-up, timers and the end of associations. */
final class AssociationEntries {
    static final int MAX_U16 = 0xFFFF;

    /** Linux stores more in an unsigned number, but computes with a signed one. */
    static final int MAX_MILLIS = Integer.MAX_VALUE;

    static final int MAX_SACK_DELAY_MILLIS = 500;

    /** A day: a cookie stores its time in 32 bits. */
    private static final int MAX_COOKIE_MILLIS = 86_400_000;

    static final String ROUNDED_UP = "For an association or a path Linux rounds up to its clock's tick, such as 4 ms.";

    /** The maximum number of seconds that Linux can count in ticks, whatever their length. */
    private static final int MAX_AUTOCLOSE_SECONDS = Integer.MAX_VALUE / 1000;

    /** The longest tick of a Linux clock. */
    private static final Duration TICK = Duration.ofMillis(10);

    private AssociationEntries() {}

    static List<OptionEntry<?>> all() {
        return List.of(
                rtoInfo(),
                associationParameters(),
                initParameters(),
                OptionEntry.single(
                                SctpOptions.AUTOCLOSE,
                                "Idle time after which an association is shut down; zero for never.",
                                OptionField.seconds("", 0, MAX_AUTOCLOSE_SECONDS))
                        .on(Channels.ONE_TO_MANY)
                        .verified()
                        .source("RFC 6458 section 8.1.8")
                        .system("net.sctp.max_autoclose limits it")
                        .note("A value that the system does not accept is an error.")
                        .initially(Duration.ZERO)
                        .build(),
                delayedSack(),
                OptionEntry.single(
                                SctpOptions.MAX_BURST,
                                "Maximum number of packets sent in one burst; 0 for no limit.",
                                OptionField.number("", 0, Integer.MAX_VALUE).trying(0, 1, 7, 2000, Integer.MAX_VALUE))
                        .source("RFC 6458 section 8.1.24")
                        .note("The userspace provider never sends more than 32 packets of data at once, so that they"
                                + " fit into the receiver's UDP buffer; 128 to another of its kind over the loopback.")
                        .initially(4, 32)
                        .build(),
                OptionEntry.single(
                                SctpOptions.CONGESTION_CONTROL,
                                "The congestion control algorithm: how much data may be in flight to a path.",
                                OptionField.choice("", CongestionControl.class))
                        .source("RFC 9260 section 7.2, RFC 9438, draft-ietf-ccwg-bbr")
                        .note("A stack can have another default. docs/paths.md compares the algorithms.")
                        .absent(KERNEL, "Linux has RFC 9260's algorithm only")
                        .initially(CongestionControl.PATH_MODEL)
                        .build(),
                OptionEntry.single(
                                SctpOptions.ADAPTATION_LAYER,
                                "The adaptation layer indication sent to peers, 32 bits.",
                                OptionField.number("", Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .when(Moment.BEFORE_ASSOCIATION)
                        .source("RFC 6458 section 8.1.10")
                        .initially(0)
                        .build(),
                primaryAddress(),
                OptionEntry.single(
                                SctpOptions.REUSE_PORT,
                                "Whether several channels may be bound to one port.",
                                OptionField.flag(""))
                        .on(Channels.ONE_TO_ONE)
                        .when(Moment.BEFORE_BIND)
                        .source("RFC 6458 section 8.1.27")
                        .initially(false)
                        .build());
    }

    private static OptionEntry<RtoInfo> rtoInfo() {
        return OptionEntry.struct(
                        SctpOptions.RTOINFO,
                        "Bounds of the retransmission time-out.",
                        rto -> new Object[] {rto.initial(), rto.max(), rto.min()},
                        all -> new RtoInfo((Duration) all[0], (Duration) all[1], (Duration) all[2]),
                        OptionField.millis("initial", 1, MAX_MILLIS).zeroKeeps(),
                        OptionField.millis("max", 1, MAX_MILLIS)
                                .trying(Duration.ofMillis(1000), Duration.ofSeconds(61), Duration.ofMillis(MAX_MILLIS))
                                .zeroKeeps(),
                        OptionField.millis("min", 1, MAX_MILLIS)
                                .trying(Duration.ofMillis(1), Duration.ofMillis(250), Duration.ofSeconds(60))
                                .zeroKeeps())
                .mergedRule(
                        rto -> rto.min().compareTo(rto.max()) <= 0,
                        rto -> "min " + rto.min() + " is above max " + rto.max(),
                        new RtoInfo(Duration.ZERO, Duration.ZERO, Duration.ofMillis(MAX_MILLIS)))
                .oneAssociationOnly()
                .source("RFC 6458 section 8.1.1")
                .system("net.sctp.rto_initial, rto_min, rto_max")
                .rounds(
                        KERNEL,
                        (set, read) -> isRounded(set.initial(), read.initial())
                                && isRounded(set.max(), read.max())
                                && isRounded(set.min(), read.min()),
                        ROUNDED_UP)
                .initially(
                        new RtoInfo(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(1)),
                        new RtoInfo(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(1)))
                .build();
    }

    /** Whether a time reads as it was set, or rounded up to a tick. */
    static boolean isRounded(final Duration set, final Duration read) {
        return read.compareTo(set) >= 0 && read.minus(set).compareTo(TICK) < 0;
    }

    private static OptionEntry<AssociationParameters> associationParameters() {
        return OptionEntry.struct(
                        SctpOptions.ASSOCINFO,
                        "Limits of an association.",
                        limits -> new Object[] {limits.maxRetransmissions(), limits.cookieLife()},
                        all -> AssociationParameters.of((int) all[0], (Duration) all[1]),
                        OptionField.number("maxRetransmissions", 1, MAX_U16).zeroKeeps(),
                        OptionField.millis("cookieLife", 1, MAX_COOKIE_MILLIS).zeroKeeps())
                .oneAssociationOnly()
                .source("RFC 6458 section 8.1.2")
                .system("net.sctp.association_max_retrans, valid_cookie_life")
                .note("The other fields are read only. For an association with several paths maxRetransmissions may be"
                        + " at most the sum of those of the paths.")
                .initially(AssociationParameters.of(10, Duration.ofSeconds(60)))
                .build();
    }

    private static OptionEntry<InitParameters> initParameters() {
        return OptionEntry.struct(
                        SctpOptions.INITMSG,
                        "Parameters of the association's set-up.",
                        init -> new Object[] {
                            init.outboundStreams(), init.maxInboundStreams(), init.maxAttempts(), init.maxTimeout()
                        },
                        all -> new InitParameters((int) all[0], (int) all[1], (int) all[2], (Duration) all[3]),
                        OptionField.number("outboundStreams", 1, MAX_U16).zeroKeeps(),
                        OptionField.number("maxInboundStreams", 1, MAX_U16).zeroKeeps(),
                        OptionField.number("maxAttempts", 1, MAX_U16).zeroKeeps(),
                        OptionField.millis("maxTimeout", 1, MAX_U16).zeroKeeps())
                .when(Moment.BEFORE_ASSOCIATION)
                .source("RFC 6458 section 8.1.3")
                .system("net.sctp.max_init_retransmits")
                .initially(
                        new InitParameters(10, MAX_U16, 8, Duration.ofSeconds(60)),
                        new InitParameters(64, 2048, 8, Duration.ofSeconds(60)))
                .build();
    }

    private static OptionEntry<DelayedSack> delayedSack() {
        return OptionEntry.struct(
                        SctpOptions.DELAYED_SACK,
                        "When received data is acknowledged.",
                        sack -> new Object[] {sack.delay(), sack.frequency()},
                        all -> new DelayedSack((Duration) all[0], (int) all[1]),
                        OptionField.millis("delay", 1, MAX_SACK_DELAY_MILLIS).zeroKeeps(),
                        OptionField.number("frequency", 1, Integer.MAX_VALUE)
                                .trying(2, 5, Integer.MAX_VALUE)
                                .zeroKeeps())
                .normal(sack -> sack)
                .linked(SctpOptions.PEER_ADDR_PARAMS)
                .source("RFC 6458 section 8.1.19")
                .system("net.sctp.sack_timeout")
                .note("A frequency of 1 switches delaying off: it then reads as a delay of zero and a frequency of "
                        + "1, and PEER_ADDR_PARAMS as delayedSack false. Any other value switches it on "
                        + "again, with the delay and frequency it had.")
                .rounds(
                        KERNEL,
                        (set, read) -> isRounded(set.delay(), read.delay()) && set.frequency() == read.frequency(),
                        ROUNDED_UP)
                .initially(new DelayedSack(Duration.ofMillis(200), 2))
                .build();
    }

    private static OptionEntry<InetSocketAddress> primaryAddress() {
        return OptionEntry.single(
                        SctpOptions.PRIMARY_ADDR, "The primary path: the peer's address that is used first.", address())
                .oneAssociationOnly()
                .source("RFC 6458 section 8.1.9")
                .note("Linux accepts an unconfirmed address. The userspace provider waits up to 2 s for its"
                        + " confirmation, or fails with EAGAIN at once on a non-blocking channel.")
                .linked(SctpOptions.PEER_ADDR_PARAMS)
                .build();
    }

    /** The address of a path. */
    static OptionField address() {
        return OptionField.other(
                "",
                "an address of the association",
                value -> !((InetSocketAddress) value).isUnresolved(),
                "is not resolved",
                List.of(),
                List.of(InetSocketAddress.createUnresolved("peer.invalid", 1)));
    }
}
