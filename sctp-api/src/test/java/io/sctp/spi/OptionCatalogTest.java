package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.PrPolicy;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOptions;
import io.sctp.option.AssociationParameters;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrInfo;
import io.sctp.option.RtoInfo;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionCatalogTest {
    static Stream<OptionEntry<?>> entries() {
        return OptionCatalog.all().stream();
    }

    @Test
    void shouldListEveryOption() {
        final Set<SocketOption<?>> listed = new HashSet<>();
        OptionCatalog.all().forEach(entry -> listed.add(entry.option()));
        final Set<SocketOption<?>> all = new HashSet<>(SctpOptions.all());
        all.addAll(Set.of(
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_LINGER,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.IP_TOS));
        assertEquals(all, listed);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void shouldSayWhatThereIsToSay(final OptionEntry<?> entry) {
        assertTrue(entry.summary().endsWith("."), entry::summary);
        assertFalse(entry.source().isEmpty(), () -> entry + ": where it is specified");
        final boolean isReadOnly = entry.option() instanceof SctpOption<?> sctp && sctp.access() == Access.READ;
        assertEquals(isReadOnly, entry.fields().isEmpty(), "what can be set has fields");
        entry.differences().forEach(d -> assertFalse(d.reason().isEmpty(), "a difference has a reason"));
    }

    /** What the walk takes for valid or not is what the entry takes for that. */
    @ParameterizedTest
    @MethodSource("entries")
    <T> void shouldAcceptItsDefaultsAndRefuseItsBreaches(final OptionEntry<T> entry) {
        for (final String provider : List.of(OptionCatalog.KERNEL, OptionCatalog.USERSPACE)) {
            final T initial = entry.defaultOf(provider);
            if (initial != null) {
                assertEquals(entry.values(initial), entry.values(entry.merge(initial, initial)));
                for (int i = 0; i < entry.fields().size(); i++) {
                    for (final Object wrong : entry.fields().get(i).invalid()) {
                        final T value = entry.with(initial, i, wrong);
                        assertThrows(
                                IllegalArgumentException.class, () -> entry.accept(value), () -> entry + " " + value);
                    }
                }
            }
        }
        for (final T breach : entry.breaches()) {
            assertThrows(IllegalArgumentException.class, () -> entry.accept(breach));
        }
        for (final T breach : entry.mergedBreaches()) {
            final T current = entry.defaultOf(OptionCatalog.KERNEL);
            assertThrows(IllegalArgumentException.class, () -> entry.merge(current, breach));
        }
    }

    @Test
    void shouldRefuseWhatFitsNowhere() {
        assertRefused(SctpOptions.RTOINFO, new RtoInfo(Duration.ofMillis(-1), Duration.ZERO, Duration.ZERO));
        assertRefused(SctpOptions.RTOINFO, new RtoInfo(Duration.ofNanos(1_500_000), Duration.ZERO, Duration.ZERO));
        assertRefused(SctpOptions.RTOINFO, new RtoInfo(Duration.ofDays(50), Duration.ZERO, Duration.ZERO));
        assertRefused(SctpOptions.RTOINFO, new RtoInfo(null, Duration.ZERO, Duration.ZERO));
        assertRefused(SctpOptions.ASSOCINFO, AssociationParameters.of(65_536, Duration.ZERO));
        assertRefused(SctpOptions.INITMSG, new InitParameters(65_536, 1, 0, Duration.ZERO));
        assertRefused(SctpOptions.INITMSG, new InitParameters(1, 1, 0, Duration.ofMillis(65_536)));
        assertRefused(SctpOptions.AUTOCLOSE, Duration.ofMillis(1500));
        assertRefused(SctpOptions.AUTOCLOSE, Duration.ofSeconds(-1));
        assertRefused(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ofMillis(501), 2));
        assertRefused(SctpOptions.DELAYED_SACK, new DelayedSack(Duration.ZERO, -1));
        assertRefused(SctpOptions.FRAGMENT_INTERLEAVE, 3);
        assertRefused(SctpOptions.PARTIAL_DELIVERY_POINT, -1);
        assertRefused(SctpOptions.MAX_BURST, -1);
        assertRefused(SctpOptions.MAXSEG, 65_536);
        assertRefused(SctpOptions.MAXSEG, 463);
        assertRefused(SctpOptions.AUTH_CHUNK, 256);
        assertRefused(SctpOptions.AUTH_CHUNK, 1);
        assertRefused(SctpOptions.AUTH_ACTIVE_KEY, 65_536);
        assertRefused(SctpOptions.HMAC_IDENT, List.of());
        assertRefused(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_256));
        assertRefused(SctpOptions.HMAC_IDENT, List.of(HmacAlgorithm.SHA_1, HmacAlgorithm.SHA_1));
        assertRefused(SctpOptions.DEFAULT_SNDINFO, new DefaultSendInfo(65_536, 0, false, 0));
        assertRefused(SctpOptions.DEFAULT_PRINFO, new PrInfo(PrPolicy.LIFETIME, 1L << 32));
        assertRefused(SctpOptions.DEFAULT_PRINFO, new PrInfo(null, 0));
        assertRefused(SctpOptions.STREAM_SCHEDULER_VALUE, 65_536);
        assertRefused(SctpOptions.PRIMARY_ADDR, InetSocketAddress.createUnresolved("peer", 1));
        assertRefused(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 65_536);
        assertRefused(SctpOptions.PLPMTUD_PROBE_INTERVAL, Duration.ofMillis(4999));
        assertRefused(SctpOptions.PEER_ADDR_THLDS, new PathThresholds(5, 2, 3));
        assertRefused(StandardSocketOptions.SO_RCVBUF, 0);
        assertRefused(StandardSocketOptions.IP_TOS, 256);
        final PathParameters unchanged = PathParameters.UNCHANGED;
        assertRefused(SctpOptions.PEER_ADDR_PARAMS, unchanged.withDscp(64));
        assertRefused(SctpOptions.PEER_ADDR_PARAMS, unchanged.withIpv6FlowLabel(1 << 20));
        assertRefused(SctpOptions.PEER_ADDR_PARAMS, unchanged.withFixedMtu(511));
        assertRefused(SctpOptions.PEER_ADDR_PARAMS, unchanged.withSackDelay(Duration.ofMillis(501)));
        assertRefused(SctpOptions.PEER_ADDR_PARAMS, unchanged.withSackDelay(Duration.ZERO));
        assertRefused(
                SctpOptions.PEER_ADDR_PARAMS,
                new PathParameters(null, Duration.ofSeconds(1), 0, null, 0, null, null, null, null));
        assertRefused(
                SctpOptions.PEER_ADDR_PARAMS,
                new PathParameters(null, null, 0, null, 0, null, Duration.ofMillis(10), null, null));
        assertRefused(
                SctpOptions.PEER_ADDR_PARAMS, new PathParameters(null, null, 0, null, 1000, null, null, null, null));
    }

    @Test
    void shouldNameTheOptionAndTheField() {
        final var refused = assertThrows(
                IllegalArgumentException.class,
                () -> OptionCatalog.of(SctpOptions.RTOINFO)
                        .accept(new RtoInfo(Duration.ZERO, Duration.ZERO, Duration.ofNanos(1_500_000))));
        assertEquals(
                "SCTP_RTOINFO: min PT0.0015S is not a whole number of milliseconds between 1 ms and 2147483647 ms",
                refused.getMessage());
    }

    @Test
    void shouldLeaveOutWhatDoesNotCountBesideItsSwitch() {
        final PathParameters given = new PathParameters(
                false, Duration.ofSeconds(5), 4, true, 1400, false, Duration.ofMillis(10), null, null);
        assertEquals(
                new PathParameters(false, null, 4, true, 0, false, null, null, null),
                OptionCatalog.of(SctpOptions.PEER_ADDR_PARAMS).accept(given));
    }

    @Test
    void shouldCompleteWhatIsLeftOut() {
        final RtoInfo current = new RtoInfo(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(1));
        final RtoInfo given = new RtoInfo(Duration.ZERO, Duration.ofSeconds(9), Duration.ZERO);
        assertEquals(
                new RtoInfo(Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(1)),
                OptionCatalog.of(SctpOptions.RTOINFO).merge(current, given));
    }

    private static <T> void assertRefused(final SocketOption<T> option, final T value) {
        final var refused = assertThrows(
                IllegalArgumentException.class,
                () -> OptionCatalog.of(option).accept(value),
                () -> option + " = " + value);
        assertTrue(refused.getMessage().startsWith(option.name() + ": "), refused.getMessage());
    }
}
