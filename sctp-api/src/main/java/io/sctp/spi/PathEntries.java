package io.sctp.spi;

import static io.sctp.spi.AssociationEntries.MAX_MILLIS;
import static io.sctp.spi.AssociationEntries.MAX_SACK_DELAY_MILLIS;
import static io.sctp.spi.AssociationEntries.MAX_U16;
import static io.sctp.spi.OptionCatalog.KERNEL;
import static io.sctp.spi.OptionCatalog.USERSPACE;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The catalogue's part on paths. */
final class PathEntries {
    /** What Linux calls SCTP_DEFAULT_MINSEGMENT. */
    private static final int MIN_MTU = 512;

    private static final int MAX_FLOW_LABEL = 0xF_FFFF;
    private static final int MAX_DSCP = 63;
    private static final int MIN_PROBE_MILLIS = 5_000;
    private static final int NO_SWITCHOVER = MAX_U16;
    private static final String NIO =
            "With java.nio the MTU cannot be discovered: \"don't fragment\" cannot be set for single packets.";

    private PathEntries() {}

    static List<OptionEntry<?>> all() {
        return List.of(
                parameters(),
                thresholds(SctpOptions.PEER_ADDR_THLDS),
                thresholds(SctpOptions.PEER_ADDR_THLDS_V2),
                OptionEntry.single(
                                SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE,
                                "Whether the potentially failed state of paths is reported.",
                                OptionField.flag(""))
                        .oneAssociationOnly()
                        .source("RFC 7829 section 7.3")
                        .system("Linux 5.5; net.sctp.pf_expose")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                SctpOptions.REMOTE_UDP_ENCAPS_PORT,
                                "The peer's UDP port; 0 for the default.",
                                OptionField.number("", 0, MAX_U16))
                        .oneAssociationOnly()
                        .source("RFC 6951 section 6.1")
                        .system("Linux 5.11; net.sctp.encap_port")
                        .note("The default in the kernel is SCTP without UDP; in the userspace provider UDP port 9899,"
                                + " or the port from which the peer set up the association.")
                        .initially(0)
                        .build(),
                OptionEntry.single(
                                SctpOptions.PLPMTUD_PROBE_INTERVAL,
                                "The time between two probes of the path MTU; zero for none.",
                                OptionField.zeroOrMillis("", MIN_PROBE_MILLIS, MAX_MILLIS))
                        .oneAssociationOnly()
                        .linked(SctpOptions.PEER_ADDR_PARAMS)
                        .source("RFC 8899")
                        .system("Linux 5.14; net.sctp.plpmtud_probe_interval")
                        .rounds(KERNEL, AssociationEntries::isRounded, AssociationEntries.ROUNDED_UP)
                        .refuses(USERSPACE, interval -> !interval.isZero(), NIO)
                        .initially(Duration.ZERO)
                        .build());
    }

    private static OptionEntry<PathParameters> parameters() {
        return OptionEntry.struct(
                        SctpOptions.PEER_ADDR_PARAMS,
                        "Heartbeats, path MTU, delayed SACK, DSCP and flow label of paths.",
                        PathEntries::parts,
                        PathEntries::whole,
                        OptionField.flag("heartbeat").nullKeeps(),
                        OptionField.millis("heartbeatInterval", 0, MAX_MILLIS).nullKeeps(),
                        OptionField.number("maxRetransmissions", 1, MAX_U16).zeroKeeps(),
                        OptionField.flag("pathMtuDiscovery").nullKeeps(),
                        OptionField.number("pathMtu", MIN_MTU, MAX_U16)
                                .trying(MIN_MTU, 1500, 9000)
                                .zeroKeeps(),
                        OptionField.flag("delayedSack").nullKeeps(),
                        OptionField.millis("sackDelay", 1, MAX_SACK_DELAY_MILLIS)
                                .nullKeeps(),
                        OptionField.number("ipv6FlowLabel", 0, MAX_FLOW_LABEL).nullKeeps(),
                        OptionField.number("dscp", 0, MAX_DSCP).nullKeeps())
                .rule(
                        value -> value.heartbeat() != null || value.heartbeatInterval() == null,
                        value -> "heartbeatInterval " + value.heartbeatInterval() + " needs heartbeat true or false",
                        new PathParameters(null, Duration.ofSeconds(7), 0, null, 0, null, null, null, null))
                .rule(
                        value -> value.pathMtuDiscovery() != null || value.pathMtu() == 0,
                        value -> "pathMtu " + value.pathMtu() + " needs pathMtuDiscovery true or false",
                        new PathParameters(null, null, 0, null, 1400, null, null, null, null))
                .rule(
                        value -> value.delayedSack() != null || value.sackDelay() == null,
                        value -> "sackDelay " + value.sackDelay() + " needs delayedSack true or false",
                        new PathParameters(null, null, 0, null, 0, null, Duration.ofMillis(100), null, null))
                .normal(PathEntries::withoutWhatDoesNotCount)
                .oneAssociationOnly()
                .verified()
                .linked(
                        SctpOptions.DELAYED_SACK,
                        SctpOptions.PEER_ADDR_THLDS,
                        SctpOptions.PEER_ADDR_THLDS_V2,
                        SctpOptions.PLPMTUD_PROBE_INTERVAL)
                .source("RFC 6458 section 8.1.12")
                .system("net.sctp.hb_interval, path_max_retrans")
                .note("heartbeatInterval applies with heartbeat true, pathMtu with pathMtuDiscovery false, "
                        + "sackDelay with delayedSack true. With the opposite value they are ignored, so that a "
                        + "value that was read can be set again; without either they are refused. An interval of "
                        + "zero sends a heartbeat every RTO. The MTU includes the IP header. An IPv4 path has no "
                        + "flow label.")
                .rounds(KERNEL, PathEntries::isRounded, AssociationEntries.ROUNDED_UP)
                .refuses(
                        USERSPACE,
                        value -> value.ipv6FlowLabel() != null && value.ipv6FlowLabel() != 0,
                        "The system chooses the flow label of UDP packets.")
                .refuses(USERSPACE, value -> Boolean.TRUE.equals(value.pathMtuDiscovery()), NIO)
                .initially(
                        new PathParameters(
                                true, Duration.ofSeconds(30), 5, true, 0, true, Duration.ofMillis(200), null, null),
                        new PathParameters(
                                true, Duration.ofSeconds(30), 5, false, 0, true, Duration.ofMillis(200), null, null))
                .build();
    }

    private static Object[] parts(final PathParameters value) {
        return new Object[] {
            value.heartbeat(),
            value.heartbeatInterval(),
            value.maxRetransmissions(),
            value.pathMtuDiscovery(),
            value.pathMtu(),
            value.delayedSack(),
            value.sackDelay(),
            value.ipv6FlowLabel(),
            value.dscp()
        };
    }

    private static PathParameters whole(final Object[] all) {
        return new PathParameters(
                (Boolean) all[0],
                (Duration) all[1],
                (int) all[2],
                (Boolean) all[3],
                (int) all[4],
                (Boolean) all[5],
                (Duration) all[6],
                (Integer) all[7],
                (Integer) all[8]);
    }

    /** What RFC 6458 section 8.1.12 has ignored beside the other value of its switch. */
    private static PathParameters withoutWhatDoesNotCount(final PathParameters value) {
        return new PathParameters(
                value.heartbeat(),
                Boolean.TRUE.equals(value.heartbeat()) ? value.heartbeatInterval() : null,
                value.maxRetransmissions(),
                value.pathMtuDiscovery(),
                Boolean.FALSE.equals(value.pathMtuDiscovery()) ? value.pathMtu() : 0,
                value.delayedSack(),
                Boolean.TRUE.equals(value.delayedSack()) ? value.sackDelay() : null,
                value.ipv6FlowLabel(),
                value.dscp());
    }

    private static boolean isRounded(final PathParameters set, final PathParameters read) {
        final Object[] wanted = parts(set);
        final Object[] got = parts(read);
        for (int i = 0; i < wanted.length; i++) {
            final boolean isTime = wanted[i] instanceof Duration && got[i] instanceof Duration;
            if (isTime
                    ? !AssociationEntries.isRounded((Duration) wanted[i], (Duration) got[i])
                    : !Objects.equals(wanted[i], got[i])) {
                return false;
            }
        }
        return true;
    }

    /** Both versions of the option; the first does not show the primary path's switchover, and cannot set it. */
    private static OptionEntry<PathThresholds> thresholds(final SctpOption<PathThresholds> option) {
        final boolean isFirst = option.equals(SctpOptions.PEER_ADDR_THLDS);
        final OptionField switchover = OptionField.number("primarySwitchover", 0, MAX_U16);
        final OptionEntry.Builder<PathThresholds> builder = OptionEntry.struct(
                        option,
                        isFirst
                                ? "Error thresholds of a path."
                                : "As PEER_ADDR_THLDS, with the threshold of the primary path switchover.",
                        value -> new Object[] {
                            value.pathMaxRetransmissions(), value.potentiallyFailed(), value.primarySwitchover()
                        },
                        all -> new PathThresholds((int) all[0], (int) all[1], (int) all[2]),
                        OptionField.number("pathMaxRetransmissions", 1, MAX_U16).zeroKeeps(),
                        OptionField.number("potentiallyFailed", 0, MAX_U16),
                        isFirst ? switchover.zeroKeeps() : switchover)
                .mergedRule(
                        value -> value.potentiallyFailed() <= value.primarySwitchover(),
                        value -> "potentiallyFailed " + value.potentiallyFailed() + " is above primarySwitchover "
                                + value.primarySwitchover(),
                        new PathThresholds(5, 3, 2))
                .oneAssociationOnly()
                .completedFrom(SctpOptions.PEER_ADDR_THLDS_V2)
                .linked(
                        SctpOptions.PEER_ADDR_PARAMS,
                        isFirst ? SctpOptions.PEER_ADDR_THLDS_V2 : SctpOptions.PEER_ADDR_THLDS)
                .source("RFC 7829 section 7.2")
                .system((isFirst ? "" : "Linux 5.5; ") + "net.sctp.pf_retrans, path_max_retrans")
                .initially(new PathThresholds(5, 0, isFirst ? 0 : NO_SWITCHOVER));
        if (isFirst) {
            builder.rule(
                    value -> value.primarySwitchover() == 0,
                    value -> "there is no primary switchover: leave it 0, or set SCTP_PEER_ADDR_THLDS_V2",
                    new PathThresholds(5, 2, 3));
        }
        return builder.build();
    }
}
