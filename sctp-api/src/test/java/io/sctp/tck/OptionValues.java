package io.sctp.tck;

import static io.sctp.tck.OptionValue.Where.ENDPOINT_ONLY;
import static io.sctp.tck.OptionValue.Where.ONE_TO_MANY_ONLY;
import static io.sctp.tck.OptionValue.Where.ONE_TO_ONE_ONLY;

import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.AssociationParameters;
import io.sctp.option.AuthKey;
import io.sctp.option.CongestionControl;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrInfo;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamResetPermission;
import io.sctp.option.StreamScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Values with which {@link OptionsTck} tries options; {@link OptionWalkTck} tries every one. */
final class OptionValues {
    /** Options that both ends agree on when the association is set up. */
    static final List<SctpOption<Boolean>> NEGOTIATED = List.of(
            SctpOptions.PR_SUPPORTED,
            SctpOptions.RECONFIG_SUPPORTED,
            SctpOptions.INTERLEAVING_SUPPORTED,
            SctpOptions.ASCONF_SUPPORTED,
            SctpOptions.AUTH_SUPPORTED,
            SctpOptions.ECN_SUPPORTED);

    private static final Tck.Setup AUTHENTICATED = e -> e.setOption(SctpOptions.AUTH_SUPPORTED, true);
    private static final Tck.Setup WITH_KEY_7 = e -> {
        AUTHENTICATED.apply(e);
        e.setOption(SctpOptions.AUTH_KEY, new AuthKey(7, new byte[] {1, 2, 3, 4}));
    };

    private OptionValues() {}

    static Stream<OptionValue<?>> settable() {
        return Stream.of(limits(), sending(), receiving(), paths(), negotiated(), security())
                .flatMap(s -> s);
    }

    private static Stream<OptionValue<?>> limits() {
        return Stream.of(
                OptionValue.of(
                        SctpOptions.RTOINFO,
                        new RtoInfo(Duration.ofMillis(400), Duration.ofSeconds(5), Duration.ofMillis(200))),
                OptionValue.of(SctpOptions.ASSOCINFO, AssociationParameters.of(7, Duration.ofSeconds(30)))
                        .comparing(v -> v.maxRetransmissions() + " " + v.cookieLife()),
                OptionValue.of(SctpOptions.INITMSG, new InitParameters(9, 11, 5, Duration.ofSeconds(2))),
                OptionValue.of(SctpOptions.AUTOCLOSE, Duration.ofSeconds(17)).on(ONE_TO_MANY_ONLY),
                OptionValue.of(SctpOptions.REUSE_PORT, true).on(ONE_TO_ONE_ONLY),
                OptionValue.of(SctpOptions.ADAPTATION_LAYER, 0xFEED_F00D),
                OptionValue.of(SctpOptions.AUTO_ASCONF, true).after(e -> e.bind(null)),
                OptionValue.of(SctpOptions.I_WANT_MAPPED_V4_ADDR, false));
    }

    private static Stream<OptionValue<?>> sending() {
        return Stream.of(
                OptionValue.of(SctpOptions.NODELAY, false),
                OptionValue.of(SctpOptions.DISABLE_FRAGMENTS, true),
                OptionValue.of(SctpOptions.MAXSEG, 1000),
                OptionValue.of(SctpOptions.MAX_BURST, 7),
                OptionValue.of(SctpOptions.CONGESTION_CONTROL, CongestionControl.CUBIC),
                OptionValue.of(
                        SctpOptions.DEFAULT_SEND_PARAM,
                        new DefaultSendParameters(2, 46, true, 0x55AA, Duration.ofSeconds(3))),
                OptionValue.of(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(3, 60, true, 0x1234_5678)),
                OptionValue.of(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.LIFETIME, 500)),
                OptionValue.of(SctpOptions.STREAM_SCHEDULER, StreamScheduler.ROUND_ROBIN));
    }

    private static Stream<OptionValue<?>> receiving() {
        return Stream.of(
                OptionValue.of(SctpOptions.EVENTS, Set.of(NotificationType.SHUTDOWN, NotificationType.SENDER_DRY)),
                OptionValue.of(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(100), 3)),
                OptionValue.of(SctpOptions.CONTEXT, 0x0BAD_CAFE),
                OptionValue.of(SctpOptions.FRAGMENT_INTERLEAVE, 1),
                OptionValue.of(SctpOptions.PARTIAL_DELIVERY_POINT, 8000),
                OptionValue.of(SctpOptions.RECVRCVINFO, false),
                OptionValue.of(SctpOptions.RECVNXTINFO, true));
    }

    private static Stream<OptionValue<?>> paths() {
        return Stream.of(
                OptionValue.of(
                                SctpOptions.PEER_ADDR_PARAMS,
                                PathParameters.UNCHANGED
                                        .withHeartbeat(Duration.ofSeconds(7))
                                        .withMaxRetransmissions(4)
                                        .withSackDelay(Duration.ofMillis(160))
                                        .withDscp(46))
                        .comparing(v -> v.heartbeat() + " " + v.heartbeatInterval() + " " + v.maxRetransmissions() + " "
                                + v.delayedSack() + " " + v.sackDelay() + " " + v.dscp()),
                OptionValue.of(SctpOptions.PEER_ADDR_THLDS, new PathThresholds(6, 3, 0))
                        .comparing(v -> v.pathMaxRetransmissions() + " " + v.potentiallyFailed()),
                OptionValue.of(SctpOptions.PEER_ADDR_THLDS_V2, new PathThresholds(6, 3, 4)),
                OptionValue.of(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, true),
                OptionValue.of(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 9899),
                OptionValue.of(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ofSeconds(10)));
    }

    private static Stream<OptionValue<?>> negotiated() {
        return Stream.of(
                OptionValue.of(SctpOptions.PR_SUPPORTED, false).on(ENDPOINT_ONLY),
                OptionValue.of(SctpOptions.RECONFIG_SUPPORTED, true).on(ENDPOINT_ONLY),
                OptionValue.of(
                                SctpOptions.ENABLE_STREAM_RESET,
                                Set.of(StreamResetPermission.RESET_STREAMS, StreamResetPermission.CHANGE_ASSOCIATION))
                        .after(e -> e.setOption(SctpOptions.RECONFIG_SUPPORTED, true)),
                OptionValue.of(SctpOptions.INTERLEAVING_SUPPORTED, true)
                        .after(e -> e.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 2))
                        .on(ENDPOINT_ONLY),
                OptionValue.of(SctpOptions.ASCONF_SUPPORTED, true)
                        .after(AUTHENTICATED)
                        .on(ENDPOINT_ONLY),
                OptionValue.of(SctpOptions.AUTH_SUPPORTED, true).on(ENDPOINT_ONLY),
                OptionValue.of(SctpOptions.ECN_SUPPORTED, false).on(ENDPOINT_ONLY));
    }

    private static Stream<OptionValue<?>> security() {
        return Stream.of(
                OptionValue.of(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_1, HmacAlgorithm.SHA_256))
                        .after(AUTHENTICATED),
                OptionValue.of(SctpOptions.AUTH_ACTIVE_KEY, 7).after(WITH_KEY_7));
    }
}
