package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.DataChunk;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.packet.ReconfigChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The work of a packet of control chunks is linear in its bytes, however many chunks, parameters, causes or streams it
 * names: counted in steps.
 */
final class ControlWorkTest {
    private static final int MAX_PACKET = 65_532;
    private static final int FIRST_PARAMETER = RawPeer.FIRST + InitChunk.FIXED_LENGTH;

    /**
     * Steps that any packet may take, and those for each byte: two name a stream, which is looked for in ordered
     * tables.
     */
    private static final int FIXED = 300;

    private static final int PER_BYTE = 12;
    private static final int WAITING = 8000;

    private EnginePair pair;
    private BulkPeer peer;

    /** Of the peer: requests are counted from there, too. */
    private int firstTsn;

    private static AssociationConfigBuilder config() {
        return AssociationConfig.builder()
                .receiveWindowBytes(1 << 20)
                .outboundStreams(65_535)
                .maxInboundStreams(65_535)
                .grantedReconfigurations(AssociationConfig.GRANT_STREAM_RESET
                        | AssociationConfig.GRANT_ASSOCIATION_RESET
                        | AssociationConfig.GRANT_MORE_STREAMS);
    }

    private static EnginePair joined(final AssociationConfig associations) {
        final EngineConfig config =
                EngineConfig.builder().associations(associations).maxPaths(64).build();
        return new EnginePair(config, config);
    }

    private void connect(final AssociationConfig config) {
        pair = joined(config).connect();
        peer = new BulkPeer(pair);
        firstTsn = peer.tsn;
    }

    private static void assertLinear(final long steps, final int bytes) {
        final long budget = FIXED + (long) PER_BYTE * bytes;
        assertTrue(steps <= budget, () -> "a packet of " + bytes + " bytes took " + steps + " steps, not " + budget);
    }

    /** Sends what was added; what comes back is bounded, too. */
    private void assertCost() {
        peer.hand();
        assertLinear(peer.steps, peer.bytes);
        final long most = peer.drain();
        assertTrue(most <= 8000, () -> "a poll took " + most + " steps");
        assertEquals(AssociationState.ESTABLISHED, pair.serverSide.state(), () -> "" + pair.serverSide.closeCause());
    }

    private void fill(final int count, final IntConsumer chunk) {
        for (int i = 0; i < count; i++) {
            chunk.accept(i);
        }
    }

    // -- many chunks in a packet ------------------------------------------------------------------------------------

    /** Reported and skipped, or only skipped. */
    @ParameterizedTest
    @ValueSource(ints = {0xC7, 0x87})
    void shouldPassOverUnknownChunks(final int type) {
        connect(config().build());
        fill(16_000, i -> peer.chunk(type, 0));
        assertCost();
        peer.chunk(type, 0, new int[16_000]);
        assertCost();
    }

    @Test
    void shouldAnswerManyHeartbeatsAndALongOne() {
        connect(config().build());
        fill(8000, i -> peer.chunk(ChunkType.HEARTBEAT, 0, 1 << 16 | 8, i));
        assertCost();
        final int[] body = new int[16_000];
        body[0] = 1 << 16 | body.length * Integer.BYTES;
        peer.chunk(ChunkType.HEARTBEAT, 0, body);
        assertCost();
    }

    @Test
    void shouldTakeManyHeartbeatAcksThatAnswerNothing() {
        connect(config().build());
        fill(3000, i -> peer.chunk(ChunkType.HEARTBEAT_ACK, 0, 1 << 16 | 16, i % 70, i, i));
        assertCost();
    }

    @Test
    void shouldTakeManyErrorsAndOneWithManyCauses() {
        connect(config().build());
        fill(8000, i -> peer.chunk(ChunkType.ERROR, 0, (i & 0xF) << 16 | 4));
        assertCost();
        final int[] causes = new int[16_000];
        Arrays.fill(causes, 6 << 16 | 4);
        peer.chunk(ChunkType.ERROR, 0, causes);
        assertCost();
    }

    /** The last of them reaches beyond the chunk: the ABORT is discarded. */
    @Test
    void shouldLookAtTheCausesOfAnAbortOnce() {
        connect(config().build());
        final int[] causes = new int[100];
        Arrays.fill(causes, 6 << 16 | 4);
        causes[99] = 6 << 16 | 400;
        fill(160, i -> peer.chunk(ChunkType.ABORT, 0, causes));
        assertCost();
    }

    @ParameterizedTest
    @ValueSource(ints = {ChunkType.COOKIE_ACK, ChunkType.COOKIE_ECHO, ChunkType.INIT, ChunkType.PAD})
    void shouldPassOverChunksThatAreOutOfPlace(final int type) {
        connect(config().build());
        peer.chunk(ChunkType.PAD, 0);
        fill(16_000, i -> peer.chunk(type, 0));
        assertCost();
    }

    // -- RE-CONFIG --------------------------------------------------------------------------------------------------

    private void reset(final int sequence, final int... streams) {
        final int[] body = new int[4 + (streams.length + 1) / 2];
        body[0] = ReconfigChunk.OUTGOING_RESET << 16 | (16 + 2 * streams.length);
        body[1] = sequence;
        body[3] = peer.tsn - 1;
        for (int i = 0; i < streams.length; i++) {
            body[4 + i / 2] |= streams[i] << (i % 2 == 0 ? 16 : 0);
        }
        peer.chunk(ChunkType.RE_CONFIG, 0, body);
    }

    /** Of streams that are in use, while messages wait whose turn has not come. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldResetAsManyStreamsAsAPacketNames(final boolean interleaving) {
        connect(config().interleavingSupported(interleaving).build());
        for (int i = 0; i < WAITING; i++) {
            if (interleaving) {
                peer.iData(peer.tsn++, DataChunk.FLAG_BEGIN, 40_000 + i, 1, 0, 1);
            } else {
                peer.data(peer.tsn++, 3, 40_000 + i, 1, 1);
            }
        }
        peer.hand();
        peer.drain();
        final int[] streams = new int[30_000];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = i;
        }
        reset(firstTsn, streams);
        assertCost();
        assertEquals(1, resets());
    }

    /** Each of them names all streams. */
    @Test
    void shouldResetAllStreamsAgainAndAgain() {
        connect(config().build());
        for (int i = 0; i < WAITING; i++) {
            peer.data(peer.tsn++, 3, 8 * i, 0, 1);
        }
        peer.hand();
        peer.drain();
        fill(3000, i -> reset(firstTsn + i));
        assertCost();
        final long told = resets();
        assertTrue(told > 1 && told <= 64, () -> told + " events");
    }

    private long resets() {
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        return pair.serverEvents.events.stream()
                .filter(event -> event.startsWith("reset incoming PERFORMED"))
                .count();
    }

    // -- INIT, INIT ACK and COOKIE ECHO -----------------------------------------------------------------------------

    /** What a long list of parameters repeats. */
    private static byte[] parameter(final int kind, final int i) {
        return switch (kind) {
            case 0 -> tlv(ParameterType.IPV4_ADDRESS, 0x0A010000 + i); // each address another one
            case 1 -> tlv(0xC123); // to be reported
            case 2 -> tlv(0x8123); // to be skipped
            case 3 -> tlv(ParameterType.RANDOM, 1, 2, 3, 4, 5, 6, 7, 8);
            case 4 -> tlv(ParameterType.CHUNKS, i);
            case 5 -> tlv(ParameterType.HMAC_ALGO, 3 << 16 | 1);
            case 6 -> tlv(ParameterType.STATE_COOKIE, i);
            default -> tlv(ParameterType.SUPPORTED_EXTENSIONS, 0xC0C18081);
        };
    }

    private static byte[] tlv(final int type, final int... values) {
        final int length = Parameter.HEADER_LENGTH + Integer.BYTES * values.length;
        final ByteBuffer tlv = ByteBuffer.allocate(length).putInt(type << 16 | length);
        Arrays.stream(values).forEach(tlv::putInt);
        return tlv.array();
    }

    /** Fills a packet that begins with an INIT or INIT ACK up; returns where it ends. */
    private static int fillWith(final int kind, final ByteBuffer packet, final int type) {
        int end = FIRST_PARAMETER;
        for (int i = 0; end + parameter(kind, i).length <= MAX_PACKET; i++) {
            packet.put(end, parameter(kind, i));
            end += parameter(kind, i).length;
        }
        Chunk.write(packet, RawPeer.FIRST, type, 0, end - RawPeer.FIRST);
        return end;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldReadALongInit(final int kind) {
        for (final boolean isRestart : new boolean[] {false, true}) {
            final AssociationConfig config =
                    config().authenticationSupported(true).build();
            pair = joined(config);
            if (isRestart) {
                pair.connect();
            }
            final RawPeer stranger = new RawPeer(pair);
            stranger.init(77, 1 << 20, 10, 10);
            final int end = fillWith(kind, stranger.packet, ChunkType.INIT);
            final long before = pair.server.workSteps();
            stranger.hand(end);
            assertLinear(pair.server.workSteps() - before, end);
            assertEquals(1, stranger.answers().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void shouldReadALongInitAck(final int kind) {
        final AssociationConfig config = config().authenticationSupported(true).build();
        pair = joined(config);
        pair.beginToConnect();
        final RawPeer server = RawPeer.asServer(pair);
        assertEquals(ChunkType.INIT, server.answers().get(0).type());
        server.init(77, 1 << 20, 10, 10);
        PacketHeader.write(server.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.clientSide.localTag());
        final int end = fillWith(kind, server.packet, ChunkType.INIT_ACK);
        final long before = pair.client.workSteps();
        server.hand(end);
        assertLinear(pair.client.workSteps() - before, end);
        assertNotEquals(0, pair.client.workSteps() - before);
    }

    /** One that is no cookie of ours, as long as can be; and many behind one that is. */
    @Test
    void shouldReadALongCookieAndManyCookies() {
        pair = EnginePair.withDefaults();
        final RawPeer stranger = new RawPeer(pair);
        final int tag = stranger.connect(stranger.init(77, 1 << 20, 10, 10));
        final ByteBuffer cookie = ByteBuffer.allocate(Chunk.length(stranger.packet, RawPeer.FIRST));
        cookie.put(0, stranger.packet, RawPeer.FIRST, cookie.capacity());
        int end = RawPeer.FIRST;
        while (end + Chunk.padded(cookie.capacity()) <= MAX_PACKET) {
            stranger.packet.put(end, cookie, 0, cookie.capacity());
            end += Chunk.padded(cookie.capacity());
        }
        long before = pair.server.workSteps();
        stranger.hand(end);
        assertLinear(pair.server.workSteps() - before, end);
        PacketHeader.write(stranger.packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        Chunk.write(stranger.packet, RawPeer.FIRST, ChunkType.COOKIE_ECHO, 0, MAX_PACKET - RawPeer.FIRST);
        before = pair.server.workSteps();
        stranger.hand(MAX_PACKET);
        assertLinear(pair.server.workSteps() - before, MAX_PACKET);
    }

    // -- behind AUTH ------------------------------------------------------------------------------------------------

    private PacketSigner signer;

    private void connectSigned(final AssociationConfigBuilder config) {
        final AssociationConfig built = config.authenticationSupported(true)
                .addressReconfigurationSupported(true)
                .build();
        final ByteBuffer[] vectors = new ByteBuffer[2];
        pair = new EnginePair(built, built);
        pair.tap = (fromClient, packet, offset, length) -> {
            final int type = Chunk.type(packet, offset + RawPeer.FIRST);
            if (type == ChunkType.INIT || type == ChunkType.INIT_ACK) {
                final int begin = offset + FIRST_PARAMETER;
                final int bytes = offset + RawPeer.FIRST + Chunk.length(packet, offset + RawPeer.FIRST) - begin;
                vectors[fromClient ? 0 : 1] = ByteBuffer.allocate(bytes).put(0, packet, begin, bytes);
            }
            return true;
        };
        pair.connect();
        signer = new PacketSigner(vectors[0], vectors[1]);
        peer = new BulkPeer(pair);
        firstTsn = peer.tsn;
    }

    /** Returns the steps that the packet took. */
    private long giveSigned(final byte[] chunks) {
        final RawPeer client = new RawPeer(pair);
        PacketHeader.write(client.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.serverSide.localTag());
        client.packet.put(RawPeer.FIRST, chunks);
        final int end = RawPeer.FIRST + chunks.length;
        final long before = pair.server.workSteps();
        client.hand(end);
        final long steps = pair.server.workSteps() - before;
        assertLinear(steps, end);
        assertEquals(0, pair.server.counters().wrongTags());
        return steps;
    }

    /** Each is right for all that follows it. */
    @Test
    void shouldHashAPacketOnceHoweverManyAuthsItHas() {
        connectSigned(config());
        byte[] chunks = new byte[0];
        while (chunks.length < 20_000) {
            chunks = signer.sign(chunks);
        }
        final long steps = giveSigned(chunks);
        final long budget = FIXED + (long) chunks.length / 4; // a step for 64 bytes, and a few for each chunk
        assertTrue(steps <= budget, () -> steps + " steps, not " + budget);
    }

    private static byte[] chunk(final int type, final int serial, final byte[] parameters) {
        return ByteBuffer.allocate(8 + parameters.length)
                .putInt(type << 24 | 8 + parameters.length)
                .putInt(serial)
                .put(parameters)
                .array();
    }

    private byte[] changes(final int pairs, final boolean areDifferent) {
        final ByteArrayOutputStream parameters = new ByteArrayOutputStream();
        parameters.writeBytes(tlv(ParameterType.IPV4_ADDRESS, 0x0A000001));
        for (int i = 0; i < 2 * pairs; i++) {
            final int type =
                    areDifferent || i % 2 == 0 ? ParameterType.ADD_IP_ADDRESS : ParameterType.DELETE_IP_ADDRESS;
            parameters.writeBytes(
                    tlv(type, i, ParameterType.IPV4_ADDRESS << 16 | 8, 0x0A010000 + (areDifferent ? i : 1)));
        }
        return chunk(ChunkType.ASCONF, firstTsn, parameters.toByteArray());
    }

    /** An address comes and goes again and again while much is unacknowledged; or each time it is another one. */
    @ParameterizedTest
    @ValueSource(ints = {16, 2000})
    void shouldNotLookThroughUnacknowledgedDataForAddressesThatOnlyComeAndGo(final int pairs) {
        for (final boolean areDifferent : new boolean[] {false, true}) {
            connectSigned(config().maxPacketSize(60_000).sendBufferBytes(1 << 20));
            final ByteBuffer message = ByteBuffer.allocateDirect(1);
            for (int i = 0; i < 5000; i++) {
                Sends.send(pair.serverSide, message, 0, 1, 0, 0, 0, 0);
            }
            peer.drain();
            assertTrue(pair.serverSide.unacknowledgedChunks() > 4000, "little is outstanding");
            giveSigned(signer.sign(changes(pairs, areDifferent)));
            assertTrue(pair.serverSide.pathCount() <= 64);
            assertTrue(pair.serverSide.pathCount() > 1 || !areDifferent);
            pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
            final List<String> events = pair.serverEvents.events;
            assertTrue(events.contains("added path 1"), events::toString);
            final long told = events.stream()
                    .filter(event -> event.startsWith("added") || event.startsWith("removed"))
                    .count();
            assertTrue(told <= 64, () -> told + " events");
        }
    }

    @Test
    void shouldReadALongAsconfAck() {
        connectSigned(config());
        final ByteArrayOutputStream responses = new ByteArrayOutputStream();
        for (int i = 0; i < 8000; i++) {
            responses.writeBytes(tlv(ParameterType.SUCCESS_INDICATION, i % 10));
        }
        pair.serverSide.listAddress(EnginePair.SERVER_ADDRESS, 0);
        pair.serverSide.changeAddress(AddressChange.ADD, IpAddress.ofIpv4(0x0A020002), 1);
        peer.drain();
        giveSigned(signer.sign(chunk(ChunkType.ASCONF_ACK, pair.serverSide.nextTsn(), responses.toByteArray())));
        pair.server.pollEvents(pair.serverEvents, Integer.MAX_VALUE);
        assertTrue(pair.serverEvents.events.contains("ADD 2 done"), pair.serverEvents.events::toString);
    }
}
