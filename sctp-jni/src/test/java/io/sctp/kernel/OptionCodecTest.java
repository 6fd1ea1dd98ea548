package io.sctp.kernel;

import static io.sctp.kernel.Bytes.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.AssociationParameters;
import io.sctp.option.AuthKey;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.InitParameters;
import io.sctp.option.PathParameters;
import io.sctp.option.PathThresholds;
import io.sctp.option.PrInfo;
import io.sctp.option.PrStatus;
import io.sctp.option.RtoInfo;
import io.sctp.option.StreamResetPermission;
import io.sctp.option.StreamScheduler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The structs of all options, byte by byte, as {@code linux/sctp.h} lays them out. */
class OptionCodecTest {
    private static final InetSocketAddress IPV4 = new InetSocketAddress("10.0.0.1", 38420);
    private static final InetSocketAddress IPV6 = new InetSocketAddress("fd00::2", 38420);
    private static final String IPV4_BYTES = "0200 9614 0a000001" + zeros(120);
    private static final String IPV6_BYTES =
            "0a00 9614 00000000 fd00000000000000 0000000000000002 00000000" + zeros(100);
    private static final OptionTarget ASSOCIATION = OptionTarget.association(7);
    private static final OptionTarget PATH = OptionTarget.path(7, IPV4);
    private static final OptionTarget STREAM = OptionTarget.stream(7, 3);
    private static final String ID = "07000000";

    /** Those that can be set. */
    private static final List<Example<?>> EXAMPLES = List.of(
            example(
                    SctpOptions.RTOINFO,
                    new RtoInfo(Duration.ofMillis(500), Duration.ofMillis(4000), Duration.ofMillis(100)),
                    ASSOCIATION,
                    ID + "f4010000 a00f0000 64000000"),
            example(
                    SctpOptions.ASSOCINFO,
                    AssociationParameters.of(10, Duration.ofSeconds(60)),
                    ASSOCIATION,
                    ID + "0a00 0000 00000000 00000000 60ea0000"),
            example(
                    SctpOptions.INITMSG,
                    new InitParameters(17, 300, 4, Duration.ofSeconds(2)),
                    OptionTarget.ENDPOINT,
                    "1100 2c01 0400 d007"),
            example(SctpOptions.NODELAY, true, OptionTarget.ENDPOINT, "01000000"),
            example(SctpOptions.AUTOCLOSE, Duration.ofSeconds(300), OptionTarget.ENDPOINT, "2c010000"),
            example(SctpOptions.SET_PEER_PRIMARY_ADDR, IPV6, ASSOCIATION, ID + IPV6_BYTES),
            example(SctpOptions.PRIMARY_ADDR, IPV4, ASSOCIATION, ID + IPV4_BYTES),
            example(SctpOptions.ADAPTATION_LAYER, 0x12345678, OptionTarget.ENDPOINT, "78563412"),
            example(SctpOptions.DISABLE_FRAGMENTS, true, OptionTarget.ENDPOINT, "01000000"),
            example(
                    SctpOptions.PEER_ADDR_PARAMS,
                    new PathParameters(
                            true, Duration.ofSeconds(5), 4, false, 1200, true, Duration.ofMillis(20), 0xABCDE, 46),
                    PATH,
                    ID + IPV4_BYTES + "88130000 0400 b0040000 14000000 31030000 debc0a00 b8 00"),
            example(
                    SctpOptions.DEFAULT_SEND_PARAM,
                    new DefaultSendParameters(3, 60, true, 42, Duration.ofMillis(250)),
                    ASSOCIATION,
                    "0300 0000 0100 0000 0000003c 2a000000 fa000000 00000000 00000000" + ID),
            example(
                    SctpOptions.EVENTS,
                    Set.of(NotificationType.ASSOCIATION_CHANGE, NotificationType.SEND_FAILED),
                    OptionTarget.ENDPOINT,
                    "00 01 00 00 00 00 00 00 00 00 00 00 00 01"),
            example(SctpOptions.I_WANT_MAPPED_V4_ADDR, true, OptionTarget.ENDPOINT, "01000000"),
            example(SctpOptions.MAXSEG, 1000, ASSOCIATION, ID + "e8030000"),
            example(
                    SctpOptions.DELAYED_SACK,
                    new DelayedSack(Duration.ofMillis(20), 3),
                    ASSOCIATION,
                    ID + "14000000 03000000"),
            example(SctpOptions.CONTEXT, -2, ASSOCIATION, ID + "feffffff"),
            example(SctpOptions.FRAGMENT_INTERLEAVE, 2, OptionTarget.ENDPOINT, "02000000"),
            example(SctpOptions.PARTIAL_DELIVERY_POINT, 65536, OptionTarget.ENDPOINT, "00000100"),
            example(SctpOptions.MAX_BURST, 8, ASSOCIATION, ID + "08000000"),
            example(SctpOptions.AUTH_CHUNK, 0xC1, OptionTarget.ENDPOINT, "c1"),
            example(
                    SctpOptions.HMAC_IDENT,
                    List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1),
                    OptionTarget.ENDPOINT,
                    "02000000 0300 0100"),
            example(SctpOptions.AUTH_ACTIVE_KEY, 5, ASSOCIATION, ID + "0500 0000"),
            example(SctpOptions.AUTH_DELETE_KEY, 5, ASSOCIATION, ID + "0500 0000"),
            example(SctpOptions.AUTH_DEACTIVATE_KEY, 5, ASSOCIATION, ID + "0500 0000"),
            example(SctpOptions.AUTO_ASCONF, true, OptionTarget.ENDPOINT, "01000000"),
            example(
                    SctpOptions.PEER_ADDR_THLDS,
                    new PathThresholds(5, 2, 0),
                    PATH,
                    ID + zeros(4) + IPV4_BYTES + "0500 0200" + zeros(4)),
            example(
                    SctpOptions.PEER_ADDR_THLDS_V2,
                    new PathThresholds(5, 2, 65535),
                    PATH,
                    ID + zeros(4) + IPV4_BYTES + "0500 0200 ffff" + zeros(2)),
            example(SctpOptions.RECVRCVINFO, true, OptionTarget.ENDPOINT, "01000000"),
            example(SctpOptions.RECVNXTINFO, true, OptionTarget.ENDPOINT, "01000000"),
            example(
                    SctpOptions.DEFAULT_SNDINFO,
                    new DefaultSendInfo(3, 60, true, 42),
                    ASSOCIATION,
                    "0300 0100 0000003c 2a000000" + ID),
            example(SctpOptions.REUSE_PORT, true, OptionTarget.ENDPOINT, "01000000"),
            example(SctpOptions.PR_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(
                    SctpOptions.DEFAULT_PRINFO,
                    new PrInfo(PrPolicy.RETRANSMISSIONS, 4),
                    ASSOCIATION,
                    ID + "04000000 2000 0000"),
            example(SctpOptions.RECONFIG_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(
                    SctpOptions.ENABLE_STREAM_RESET,
                    Set.of(StreamResetPermission.RESET_STREAMS, StreamResetPermission.CHANGE_ASSOCIATION),
                    ASSOCIATION,
                    ID + "05000000"),
            example(SctpOptions.STREAM_SCHEDULER, StreamScheduler.WEIGHTED_FAIR_QUEUEING, ASSOCIATION, ID + "04000000"),
            example(SctpOptions.STREAM_SCHEDULER_VALUE, 9, STREAM, ID + "0300 0900"),
            example(SctpOptions.INTERLEAVING_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(SctpOptions.ASCONF_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(SctpOptions.AUTH_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(SctpOptions.ECN_SUPPORTED, true, ASSOCIATION, ID + "01000000"),
            example(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, true, ASSOCIATION, ID + "02000000"),
            example(SctpOptions.REMOTE_UDP_ENCAPS_PORT, 9899, PATH, ID + zeros(4) + IPV4_BYTES + "26ab" + zeros(6)),
            example(
                    SctpOptions.PLPMTUD_PROBE_INTERVAL,
                    Duration.ofSeconds(10),
                    PATH,
                    ID + zeros(4) + IPV4_BYTES + "10270000" + zeros(4)));

    @BeforeAll
    static void assumeByteOrder() {
        Bytes.assumeLittleEndian();
    }

    static Stream<Example<?>> examples() {
        return EXAMPLES.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    <T> void shouldWriteTheKernelsStructAndReadItBack(final Example<T> example) {
        final OptionCodec<T> codec = KernelOptions.codec(example.option);
        final ByteBuffer memory = encode(example.option, example.value, example.target);
        assertEquals(example.hex.replace(" ", ""), Bytes.hex(memory));
        assertEquals(example.value, codec.read(memory, memory.capacity()));
    }

    @Test
    void shouldHaveAnExampleForEveryOptionThatCanBeSet() {
        final Set<SctpOption<?>> missing = new HashSet<>(KernelTck.options());
        missing.removeIf(option -> option.access() == SctpOption.Access.READ);
        EXAMPLES.forEach(example -> missing.remove(example.option));
        assertEquals(Set.of(SctpOptions.AUTH_KEY), missing, "AUTH_KEY, which is never read, has a test of its own");
    }

    @Test
    void shouldWriteAKey() {
        final AuthKey key = new AuthKey(5, new byte[] {1, 2, 3});
        assertEquals(ID + "0500" + "0300" + "010203", Bytes.hex(encode(SctpOptions.AUTH_KEY, key, ASSOCIATION)));
    }

    @Test
    void shouldWriteAnEmptyKeyWithAByteBehindIt() {
        final AuthKey key = new AuthKey(0, new byte[0]);
        assertEquals(ID + "0000" + "0000" + "00", Bytes.hex(encode(SctpOptions.AUTH_KEY, key, ASSOCIATION)));
    }

    @Test
    void shouldReadChunkTypesUpToTheKernelsCount() {
        final OptionCodec<Set<Integer>> codec = KernelOptions.codec(SctpOptions.PEER_AUTH_CHUNKS);
        assertEquals(Set.of(0x80, 0xC1), codec.read(Bytes.memory(ID + "02000000 80c1 0000"), 10));
        assertEquals(Set.of(0x80), codec.read(Bytes.memory(ID + "02000000 80c1 0000"), 9));
        assertEquals(Set.of(), codec.read(Bytes.memory(ID + "00000000"), 8));
    }

    @Test
    void shouldAskForThePrStatusOfAllPolicies() {
        final OptionCodec<PrStatus> codec = KernelOptions.codec(SctpOptions.PR_STREAM_STATUS);
        final ByteBuffer memory = Memory.allocate(codec.capacity());
        codec.writeQuery(memory, STREAM);
        assertEquals(ID + "0300" + "8000" + zeros(16), Bytes.hex(memory));
        assertEquals(
                new PrStatus(258, 1), codec.read(Bytes.memory(ID + "0300 8000 0201000000000000 0100000000000000"), 24));
    }

    @Test
    void shouldNameAStreamOnlyForStreams() {
        final OptionCodec<PrStatus> codec = KernelOptions.codec(SctpOptions.PR_ASSOC_STATUS);
        final ByteBuffer memory = Memory.allocate(codec.capacity());
        codec.writeQuery(memory, ASSOCIATION);
        assertEquals(ID + "0000" + "8000" + zeros(16), Bytes.hex(memory));
    }

    @Test
    void shouldKeepTheAncillaryDataOfMessagesWhenEventsAreSet() {
        final OptionCodec<Set<NotificationType>> codec = KernelOptions.codec(SctpOptions.EVENTS);
        final ByteBuffer memory = Bytes.memory("01 01 01 01 01 01 01 01 01 01 01 01 01 01");
        codec.write(memory, Set.of(NotificationType.SHUTDOWN));
        assertEquals("01" + zeros(4) + "01" + zeros(8), Bytes.hex(memory));
    }

    @Test
    void shouldLeaveAPathAsItIsWhereNothingIsSaid() {
        final ByteBuffer memory = encode(SctpOptions.PEER_ADDR_PARAMS, PathParameters.UNCHANGED, ASSOCIATION);
        assertEquals(ID + zeros(152), Bytes.hex(memory));
    }

    @Test
    void shouldSayThatAHeartbeatIntervalOfZeroIsMeant() {
        final PathParameters parameters = PathParameters.UNCHANGED.withHeartbeat(Duration.ZERO);
        final ByteBuffer memory = encode(SctpOptions.PEER_ADDR_PARAMS, parameters, ASSOCIATION);
        assertEquals(ID + zeros(142) + "81000000" + zeros(6), Bytes.hex(memory));
    }

    @Test
    void shouldSwitchOffHeartbeatsDiscoveryAndDelay() {
        final PathParameters parameters =
                PathParameters.UNCHANGED.withoutHeartbeat().withFixedMtu(1000).withoutSackDelay();
        final ByteBuffer memory = encode(SctpOptions.PEER_ADDR_PARAMS, parameters, OptionTarget.ENDPOINT);
        assertEquals(zeros(138) + "e8030000 00000000 52000000".replace(" ", "") + zeros(6), Bytes.hex(memory));
    }

    @Test
    void shouldReadWhatAPathDoesNotSayAsNull() {
        final OptionCodec<PathParameters> codec = KernelOptions.codec(SctpOptions.PEER_ADDR_PARAMS);
        final PathParameters parameters = codec.read(Bytes.memory(zeros(156)), 156);
        assertNull(parameters.heartbeat());
        assertNull(parameters.pathMtuDiscovery());
        assertNull(parameters.delayedSack());
        assertNull(parameters.ipv6FlowLabel());
        assertNull(parameters.dscp());
    }

    @Test
    void shouldTakeUnsetForNotExposed() {
        final OptionCodec<Boolean> codec = KernelOptions.codec(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE);
        assertFalse(codec.read(Bytes.memory(ID + "00000000"), 8));
        assertFalse(codec.read(Bytes.memory(ID + "01000000"), 8));
        assertEquals(
                ID + "01000000", Bytes.hex(encode(SctpOptions.EXPOSE_POTENTIALLY_FAILED_STATE, false, ASSOCIATION)));
    }

    private static <T> ByteBuffer encode(final SctpOption<T> option, final T value, final OptionTarget target) {
        final OptionCodec<T> codec = KernelOptions.codec(option);
        final ByteBuffer memory = Memory.allocate(codec.size(value));
        codec.layout().writeTarget(memory, target);
        codec.write(memory, value);
        return memory;
    }

    private static <T> Example<T> example(
            final SctpOption<T> option, final T value, final OptionTarget target, final String hex) {
        return new Example<>(option, value, target, hex);
    }

    /** A value and its bytes. */
    private record Example<T>(SctpOption<T> option, T value, OptionTarget target, String hex) {
        @Override
        public String toString() {
            return option.name();
        }
    }
}
