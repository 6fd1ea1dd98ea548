package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association;
import io.sctp.OptionTarget;
import io.sctp.SctpChannel;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOption;
import io.sctp.SctpOption.Access;
import io.sctp.SctpOption.Scope;
import io.sctp.SctpOptions;
import io.sctp.option.AuthKey;
import io.sctp.option.PathParameters;
import io.sctp.option.StreamScheduler;
import io.sctp.spi.OptionCatalog;
import io.sctp.spi.OptionDifference;
import io.sctp.spi.OptionDifference.Kind;
import io.sctp.spi.OptionEntry;
import io.sctp.spi.OptionEntry.Channels;
import io.sctp.spi.OptionField;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.SocketOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks the catalogue of options: for every option, values at, inside and outside every edge of every field. What is
 * valid reads back as the catalogue completes it, and changes no other option; what is not is refused in the
 * catalogue's words, and changes nothing. Where a provider differs, it differs as the catalogue says.
 */
public abstract class OptionWalkTck extends Tck {
    private static final int OTHER_KEY = 9;
    private static final int PATH_MTU = 4;

    private static final Setup AUTHENTICATED = e -> e.setOption(SctpOptions.AUTH_SUPPORTED, true);

    /** The keys that the walk names, and another one in use. */
    private static final Setup WITH_KEYS = e -> {
        AUTHENTICATED.apply(e);
        for (final Object number :
                OptionCatalog.of(SctpOptions.AUTH_ACTIVE_KEY).fields().get(0).valid()) {
            e.setOption(SctpOptions.AUTH_KEY, new AuthKey((int) number, new byte[] {1, 2, 3}));
        }
        e.setOption(SctpOptions.AUTH_KEY, new AuthKey(OTHER_KEY, new byte[] {4, 5, 6}));
        e.setOption(SctpOptions.AUTH_ACTIVE_KEY, OTHER_KEY);
    };

    /** What an option needs. */
    private static final Map<SocketOption<?>, Setup> NEEDS = Map.of(
            SctpOptions.HMAC_IDENT,
            AUTHENTICATED,
            SctpOptions.AUTH_CHUNK,
            AUTHENTICATED,
            SctpOptions.AUTH_KEY,
            AUTHENTICATED,
            SctpOptions.ASCONF_SUPPORTED,
            AUTHENTICATED,
            SctpOptions.AUTH_ACTIVE_KEY,
            WITH_KEYS,
            SctpOptions.AUTH_DEACTIVATE_KEY,
            WITH_KEYS,
            SctpOptions.AUTH_DELETE_KEY,
            WITH_KEYS,
            SctpOptions.INTERLEAVING_SUPPORTED,
            e -> e.setOption(SctpOptions.FRAGMENT_INTERLEAVE, 2),
            SctpOptions.AUTO_ASCONF,
            e -> e.bind(null),
            SctpOptions.STREAM_SCHEDULER_VALUE,
            e -> e.setOption(SctpOptions.STREAM_SCHEDULER, StreamScheduler.PRIORITY));

    /** Options whose value is an address of an association, which have tests of their own. */
    private static final Set<SocketOption<?>> ADDRESSES =
            Set.of(SctpOptions.PRIMARY_ADDR, SctpOptions.SET_PEER_PRIMARY_ADDR);

    // ---- What is walked

    private static boolean isSettable(final OptionEntry<?> entry) {
        return !entry.fields().isEmpty() && !ADDRESSES.contains(entry.option());
    }

    private static Scope scope(final OptionEntry<?> entry) {
        return entry.option() instanceof SctpOption<?> sctp ? sctp.scope() : Scope.ENDPOINT;
    }

    private static boolean isReadable(final OptionEntry<?> entry) {
        return !(entry.option() instanceof SctpOption<?> sctp) || sctp.access() != Access.WRITE;
    }

    static Stream<OptionEntry<?>> ofEndpoints() {
        return OptionCatalog.all().stream().filter(e -> isSettable(e) && scope(e) != Scope.STREAM);
    }

    static Stream<OptionEntry<?>> ofAssociations() {
        return OptionCatalog.all().stream()
                .filter(e -> isSettable(e) && !e.isNegotiated())
                .filter(e -> scope(e) != Scope.ENDPOINT);
    }

    static Stream<OptionEntry<?>> ofSeveral() {
        return OptionCatalog.all().stream()
                .filter(e -> isSettable(e) && isReadable(e) && e.isForSeveral() && scope(e) == Scope.ASSOCIATION);
    }

    static Stream<OptionEntry<?>> ofOneAtATime() {
        return OptionCatalog.all().stream()
                .filter(e -> isSettable(e) && !e.isForSeveral() && scope(e) != Scope.ENDPOINT);
    }

    static Stream<OptionEntry<?>> beforeAssociations() {
        return OptionCatalog.all().stream()
                .filter(e -> isSettable(e) && e.moment() == OptionEntry.Moment.BEFORE_ASSOCIATION);
    }

    /** Where a value is set and read. */
    private record Place<T>(SctpEndpoint endpoint, SocketOption<T> option, OptionTarget target) {
        T get() throws IOException {
            return option instanceof SctpOption<T> sctp ? endpoint.getOption(sctp, target) : endpoint.getOption(option);
        }

        void set(final T value) throws IOException {
            if (option instanceof SctpOption<T> sctp) {
                endpoint.setOption(sctp, value, target);
            } else {
                endpoint.setOption(option, value);
            }
        }

        <U> Place<U> of(final SocketOption<U> other) {
            return new Place<>(endpoint, other, target);
        }

        boolean isIpv4Path() {
            return target.address() != null && target.address().getAddress() instanceof Inet4Address;
        }

        /** Where another option is read: for the path, the association or the endpoint. */
        OptionTarget targetOf(final Scope scope) {
            return isEndpoint() || (target.address() != null && scope == Scope.PATH)
                    ? target
                    : OptionTarget.association(target.association());
        }

        boolean isEndpoint() {
            return target.association() == OptionTarget.FUTURE;
        }
    }

    private static Setup needs(final OptionEntry<?> entry) {
        return NEEDS.getOrDefault(entry.option(), Setup.NONE);
    }

    private boolean isAbsent(final OptionEntry<?> entry) {
        return entry.absence(provider().name()) != null
                || (entry.option() instanceof SctpOption<?> sctp
                        && (unsupportedOptions().contains(sctp)
                                || unknownToTheSystem().contains(sctp)));
    }

    private List<SctpEndpoint> endpoints(final OptionEntry<?> entry) throws IOException {
        final List<SctpEndpoint> all = switch (entry.channels()) {
            case ALL -> List.of(channel(), closing(provider().openMultiChannel(null)));
            case ONE_TO_ONE -> List.of(channel());
            case ONE_TO_MANY -> List.of(closing(provider().openMultiChannel(null)));
        };
        for (final SctpEndpoint endpoint : all) {
            needs(entry).apply(endpoint);
        }
        return all;
    }

    // ---- The walk

    @ParameterizedTest
    @MethodSource("ofEndpoints")
    <T> void shouldKeepWhatIsValidOnAnEndpoint(final OptionEntry<T> entry) throws IOException {
        if (isAbsent(entry)) {
            for (final SctpEndpoint endpoint : List.of(channel(), multi())) {
                assertAbsent(entry, endpoint);
            }
            return;
        }
        for (final SctpEndpoint endpoint : endpoints(entry)) {
            walk(entry, new Place<>(endpoint, entry.option(), OptionTarget.ENDPOINT));
        }
    }

    @ParameterizedTest
    @MethodSource("ofAssociations")
    <T> void shouldKeepWhatIsValidOnAnAssociation(final OptionEntry<T> entry) throws IOException {
        if (isAbsent(entry)) {
            return;
        }
        final Pair pair = pair(needs(entry));
        final Association association = pair.client().association();
        final OptionTarget target = scope(entry) == Scope.STREAM
                ? OptionTarget.stream(association.id(), 1)
                : OptionTarget.association(association.id());
        walk(entry, new Place<>(pair.client(), entry.option(), target));
        if (scope(entry) == Scope.PATH) {
            final OptionTarget path = OptionTarget.path(
                    association.id(), association.paths().get(0).address());
            walk(entry, new Place<>(pair.client(), entry.option(), path));
        }
    }

    private <T> void walk(final OptionEntry<T> entry, final Place<T> place) throws IOException {
        for (int field = 0; field < entry.fields().size(); field++) {
            for (final Object value : entry.fields().get(field).valid()) {
                tryValid(entry, place, field, value);
            }
            for (final Object value : entry.fields().get(field).invalid()) {
                assertRefused(entry, place, entry.with(basis(entry, place, field), field, value));
            }
        }
        for (final T breach : entry.breaches()) {
            assertRefused(entry, place, breach);
        }
    }

    /** A value that leaves all of what there is, but what goes with the field. */
    @SuppressWarnings("unchecked") // What is cast is of the option's type, as its entry shows.
    private static <T> T basis(final OptionEntry<T> entry, final Place<T> place, final int field) throws IOException {
        if (entry.option().equals(SctpOptions.PEER_ADDR_PARAMS)) {
            final PathParameters kept = PathParameters.UNCHANGED;
            return (T)
                    switch (entry.fields().get(field).name()) {
                        case "heartbeatInterval" -> kept.withHeartbeat(Duration.ofSeconds(1));
                        case "pathMtu" -> kept.withFixedMtu(1000);
                        case "sackDelay" -> kept.withSackDelay(Duration.ofMillis(1));
                        default -> kept;
                    };
        }
        if (!isReadable(entry)) {
            return null; // a single value, of which nothing is left
        }
        T basis = place.get();
        if (basis == null) {
            return null;
        }
        for (int i = 0; i < entry.fields().size(); i++) {
            final OptionField other = entry.fields().get(i);
            basis = entry.with(basis, i, other.keepingOr(entry.values(basis).get(i)));
        }
        return basis;
    }

    private <T> void tryValid(final OptionEntry<T> entry, final Place<T> place, final int field, final Object wanted)
            throws IOException {
        final T value = entry.with(basis(entry, place, field), field, wanted);
        if (entry.breaches().contains(value) || isBreach(entry, value)) {
            return; // each edge is valid by itself
        }
        if (place.isIpv4Path() && value instanceof PathParameters path && path.ipv6FlowLabel() != null) {
            assertThrows(IllegalArgumentException.class, () -> place.set(value));
            return;
        }
        if (!isReadable(entry)) {
            place.set(value);
            assertTaken(entry, place, value);
            return;
        }
        final T before = place.get();
        final T base = place.of(entry.base()).get();
        final T expected;
        try {
            expected = entry.merge(base, value);
        } catch (final IllegalArgumentException e) {
            assertRefused(entry, place, value); // it does not go with what there is
            return;
        }
        final Map<SocketOption<?>, Object> others = others(entry, place);
        try {
            place.set(value);
        } catch (final SctpException.Unsupported e) {
            assertTrue(
                    differs(entry, Kind.REFUSES, value) != null,
                    () -> entry + " = " + value + " was refused, of which the catalogue says nothing: " + e);
            assertContains(entry.option().name(), e.getMessage());
            assertEquals(entry.values(before), entry.values(place.get()), "refused, but changed");
            return;
        }
        assertReads(entry, place, field, expected);
        assertEquals(others, others(entry, place), () -> "other options, after " + entry + " = " + value);
    }

    private static <T> boolean isBreach(final OptionEntry<T> entry, final T value) {
        try {
            entry.accept(value);
            return false;
        } catch (final IllegalArgumentException e) {
            return true;
        }
    }

    private <T> OptionDifference<T> differs(final OptionEntry<T> entry, final Kind kind, final T value) {
        return entry.differences().stream()
                .filter(d -> d.isOf(provider().name()) && d.kind() == kind)
                .filter(d -> d.values().test(value))
                .findFirst()
                .orElse(null);
    }

    private <T> void assertReads(final OptionEntry<T> entry, final Place<T> place, final int field, final T merged)
            throws IOException {
        final T read = place.get();
        final T expected = shown(entry, field, merged, read);
        final OptionDifference<T> otherwise = differs(entry, Kind.READS_OTHERWISE, expected);
        final OptionDifference<T> rounded =
                place.isEndpoint() ? null : differs(entry, Kind.ROUNDS_FOR_ASSOCIATIONS, expected);
        if (otherwise != null || rounded != null) {
            final OptionDifference<T> difference = otherwise != null ? otherwise : rounded;
            assertTrue(
                    difference.reads().test(expected, read),
                    () -> entry + " was set to " + expected + " and reads " + read + "; known is: "
                            + difference.reason());
            return;
        }
        assertEquals(entry.values(expected), entry.values(read), () -> entry + " was set to " + expected);
    }

    /** What an option shows of what was set: the first version of thresholds less than it completes from. */
    private static <T> T shown(final OptionEntry<T> entry, final int field, final T merged, final T read) {
        if (entry.option().equals(SctpOptions.PEER_ADDR_THLDS)) {
            return entry.with(merged, 2, 0);
        }
        if (entry.option().equals(SctpOptions.PEER_ADDR_PARAMS) && field != PATH_MTU) {
            return entry.with(merged, PATH_MTU, ((PathParameters) read).pathMtu()); // what is discovered now
        }
        return merged;
    }

    private <T> void assertTaken(final OptionEntry<T> entry, final Place<T> place, final T value) throws IOException {
        if (entry.option().equals(SctpOptions.AUTH_CHUNK)) {
            assertTrue(
                    place.of(SctpOptions.LOCAL_AUTH_CHUNKS).get().contains(value),
                    () -> "chunk type " + value + " was added");
        } else if (value instanceof AuthKey key) {
            place.of(SctpOptions.AUTH_ACTIVE_KEY).set(key.number());
            assertEquals(key.number(), place.of(SctpOptions.AUTH_ACTIVE_KEY).get());
        } else {
            final SctpException gone = assertThrows(
                    SctpException.class,
                    () -> place.of(SctpOptions.AUTH_ACTIVE_KEY).set((Integer) value),
                    () -> "key " + value + " is not to be had any more after " + entry);
            assertContains("SCTP_AUTH_ACTIVE_KEY", gone.getMessage());
        }
    }

    private <T> void assertRefused(final OptionEntry<T> entry, final Place<T> place, final T value) throws IOException {
        final T before = isReadable(entry) ? place.get() : null;
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> place.set(value), () -> entry + " = " + value + " was taken");
        final IllegalArgumentException known = assertThrows(IllegalArgumentException.class, () -> {
            final T base = isReadable(entry) ? place.of(entry.base()).get() : null;
            entry.merge(base, value);
        });
        assertEquals(known.getMessage(), refused.getMessage());
        assertContains(entry.option().name(), refused.getMessage());
        if (before != null) {
            assertEquals(entry.values(before), entry.values(place.get()), () -> value + " was refused, but taken");
        }
    }

    /** What the place has of all other options that can be read there, but those that go with this one. */
    private Map<SocketOption<?>, Object> others(final OptionEntry<?> entry, final Place<?> place) {
        final Map<SocketOption<?>, Object> all = new LinkedHashMap<>();
        for (final OptionEntry<?> other : OptionCatalog.all()) {
            final boolean isHere = place.isEndpoint()
                    ? scope(other) != Scope.STREAM
                    : scope(other) == Scope.ASSOCIATION || scope(other) == Scope.PATH;
            if (other != entry
                    && isHere
                    && isReadable(other)
                    && other.isFor(place.endpoint() instanceof SctpMultiChannel)
                    && !entry.linked().contains(other.option())
                    && !other.linked().contains(entry.option())) {
                all.put(other.option(), valueOrFailure(other, place));
            }
        }
        return all;
    }

    private static <T> Object valueOrFailure(final OptionEntry<T> entry, final Place<?> place) {
        try {
            final T value = new Place<>(place.endpoint(), entry.option(), place.targetOf(scope(entry))).get();
            if (value instanceof PathParameters path) {
                final PathParameters rest = path.pathMtuDiscovery() == null ? path : path.withMtuDiscovery();
                return rest + " " + path.pathMtuDiscovery(); // the MTU itself may be discovered meanwhile
            }
            return entry.fields().isEmpty() ? Objects.toString(value) : entry.values(value);
        } catch (final IOException e) {
            return e.getClass();
        }
    }

    private <T> void assertAbsent(final OptionEntry<T> entry, final SctpEndpoint endpoint) {
        final T any = entry.defaultOf(OptionCatalog.KERNEL);
        assertThrows(SctpException.Unsupported.class, () -> endpoint.getOption(entry.option()), entry::toString);
        if (any != null) {
            assertThrows(SctpException.Unsupported.class, () -> endpoint.setOption(entry.option(), any));
        }
        if (!unknownToTheSystem().contains(entry.option())) {
            assertTrue(!endpoint.supportedOptions().contains(entry.option()), () -> entry + " is said to be supported");
        }
    }

    // ---- Defaults, kinds, moments

    @ParameterizedTest
    @MethodSource("ofEndpoints")
    <T> void shouldBeginWithTheDefault(final OptionEntry<T> entry) throws IOException {
        final T expected = entry.defaultOf(provider().name());
        if (expected == null || isAbsent(entry)) {
            return;
        }
        final SctpEndpoint fresh =
                entry.channels() == Channels.ONE_TO_MANY ? closing(provider().openMultiChannel(null)) : channel();
        if (entry.option().equals(SctpOptions.HMAC_IDENT)) {
            AUTHENTICATED.apply(fresh);
        }
        assertEquals(entry.values(expected), entry.values(fresh.getOption(entry.option())));
    }

    @ParameterizedTest
    @MethodSource("ofEndpoints")
    <T> void shouldBeHadByTheChannelsThatTheCatalogueSays(final OptionEntry<T> entry) throws IOException {
        for (final SctpEndpoint endpoint : List.of(channel(), multi(), listener())) {
            final boolean hasIt =
                    entry.absence(provider().name()) == null && entry.isFor(endpoint instanceof SctpMultiChannel);
            assertEquals(hasIt, endpoint.supportedOptions().contains(entry.option()), () -> entry + " on " + endpoint);
            if (!hasIt) {
                assertAbsent(entry, endpoint);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ofSeveral")
    <T> void shouldCountForAllAssociationsAndThoseToCome(final OptionEntry<T> entry) throws IOException {
        if (isAbsent(entry)) {
            return;
        }
        final Two two = two(needs(entry));
        final T first = two.multi().getOption((SctpOption<T>) entry.option());
        final OptionField field = entry.fields().get(0);
        final Object other = field.valid().stream()
                .filter(value -> !value.equals(entry.values(first).get(0)))
                .findFirst()
                .orElseThrow();
        T value = first;
        for (int i = 0; i < entry.fields().size(); i++) {
            final Object kept = entry.values(first).get(i);
            value = entry.with(value, i, i == 0 ? other : entry.fields().get(i).keepingOr(kept));
        }
        final SctpOption<T> option = (SctpOption<T>) entry.option();
        two.multi().setOption(option, value, OptionTarget.association(OptionTarget.ALL));
        for (final OptionTarget target : List.of(
                OptionTarget.ENDPOINT, OptionTarget.association(two.first()), OptionTarget.association(two.second()))) {
            final T read = two.multi().getOption(option, target);
            final T merged = entry.merge(first, value);
            final OptionDifference<T> rounded = differs(entry, Kind.ROUNDS_FOR_ASSOCIATIONS, merged);
            assertTrue(
                    entry.values(merged).equals(entry.values(read))
                            || (rounded != null && rounded.reads().test(merged, read)),
                    () -> entry + " was set to " + merged + " for all, and reads " + read + " for " + target);
        }
    }

    @ParameterizedTest
    @MethodSource("ofOneAtATime")
    <T> void shouldNotBeSetForSeveralAssociations(final OptionEntry<T> entry) throws IOException {
        final T any = entry.defaultOf(OptionCatalog.KERNEL);
        if (isAbsent(entry) || any == null) {
            return;
        }
        final SctpMultiChannel multi = multi();
        final SctpOption<T> option = (SctpOption<T>) entry.option();
        for (final int several : new int[] {OptionTarget.CURRENT, OptionTarget.ALL}) {
            final var refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> multi.setOption(option, any, OptionTarget.association(several)));
            assertContains(option.name(), refused.getMessage());
        }
    }

    /** A one-to-many channel, and the ids of its two associations. */
    private record Two(SctpMultiChannel multi, int first, int second) {}

    private Two two(final Setup setup) throws IOException {
        final SctpMultiChannel multi = multi(setup);
        for (int i = 0; i < 2; i++) {
            final SctpChannel client = channel();
            setup.apply(client);
            client.connect(multi.getLocalAddress(), LONG);
        }
        await("two associations", () -> multi.associations().size() == 2);
        return new Two(
                multi,
                multi.associations().get(0).id(),
                multi.associations().get(1).id());
    }

    /** Saying yes and doing nothing is the worst answer. */
    @ParameterizedTest
    @MethodSource("beforeAssociations")
    <T> void shouldNotTakeWhatCountsAtTheBeginningTooLate(final OptionEntry<T> entry) throws IOException {
        if (isAbsent(entry)) {
            return;
        }
        final Pair pair = pair(needs(entry));
        final SctpChannel connecting = channel();
        needs(entry).apply(connecting);
        connecting.configureBlocking(false);
        connecting.connect(silentPeer(connecting));
        for (final SctpChannel late : List.of(pair.client(), pair.server(), connecting)) {
            final Place<T> place = new Place<>(late, entry.option(), OptionTarget.ENDPOINT);
            final T before = isReadable(entry) ? place.get() : null;
            final OptionField field = entry.fields().get(0);
            final Object other = field.valid().stream()
                    .filter(value ->
                            before == null || !value.equals(entry.values(before).get(0)))
                    .findFirst()
                    .orElseThrow();
            final SctpException tooLate = assertThrows(
                    SctpException.class,
                    () -> place.set(entry.with(before, 0, other)),
                    () -> entry + " was taken by " + late);
            assertEquals("EISCONN", tooLate.errnoName());
            assertContains(entry.option().name(), tooLate.getMessage());
            assertEquals(before, isReadable(entry) ? place.get() : null, () -> entry + " of " + late);
        }
    }
}
