package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.AuthChunk;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.EngineMark;
import io.sctp.engine.packet.Extensions;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.IpAddressParameter;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * INIT ACKs are at most three times as long as the INITs of strangers (RFC 9260 section 12.2.4.1, RFC 9000 section
 * 8.1).
 */
final class AmplificationTest {
    private static final int SMALLEST = PacketHeader.LENGTH + InitChunk.FIXED_LENGTH;
    private static final IpAddress IPV4 = IpAddress.ofIpv4(0x0A000009);
    private static final IpAddress IPV6 = ipv6(9);

    private static IpAddress ipv6(final int number) {
        return new IpAddress(0x2001_0DB8_0000_0000L, number);
    }

    /** Writes a parameter at an offset, and returns where the next begins. */
    private interface Shape {
        int write(ByteBuffer packet, int at);
    }

    private static final Map<String, Shape> PARAMETERS = Map.of(
            "FORWARD TSN", (packet, at) -> empty(packet, at, ParameterType.FORWARD_TSN_SUPPORTED),
            "extensions", (packet, at) -> at + Chunk.padded(Extensions.write(packet, at, 1) - at),
            "mark", EngineMark::write,
            "IPv4", (packet, at) -> at + IpAddressParameter.write(packet, at, 0, IpAddressParameter.mapped(0x0A010101)),
            "IPv6", (packet, at) -> at + IpAddressParameter.write(packet, at, ipv6(1).high(), 1),
            "unknown", (packet, at) -> empty(packet, empty(packet, at, 0xC0FE), 0xC0FD),
            "preservative", (packet, at) -> with(packet, at, ParameterType.COOKIE_PRESERVATIVE, 4),
            "source", (packet, at) -> at + IpAddressParameter.write(packet, at, IPV6.high(), IPV6.low()));

    private static int empty(final ByteBuffer packet, final int at, final int type) {
        return with(packet, at, type, 0);
    }

    private static int with(final ByteBuffer packet, final int at, final int type, final int length) {
        for (int i = 0; i < length; i++) {
            packet.put(at + Parameter.HEADER_LENGTH + i, (byte) 0);
        }
        Parameter.write(packet, at, type, Parameter.HEADER_LENGTH + length);
        Chunk.pad(packet, at, Parameter.HEADER_LENGTH + length);
        return at + Chunk.padded(Parameter.HEADER_LENGTH + length);
    }

    /** What RFC 4895 demands of who offers authentication, and no more. */
    private static int authentication(final ByteBuffer packet, final int at) {
        final int hmacs = with(packet, at, ParameterType.RANDOM, 32);
        final int end = with(packet, hmacs, ParameterType.HMAC_ALGO, 2);
        packet.putShort(hmacs + Parameter.HEADER_LENGTH, (short) AuthChunk.HMAC_SHA1);
        return end;
    }

    private static AssociationConfigBuilder plain() {
        return AssociationConfig.builder();
    }

    /** All that makes an INIT ACK long, but for authentication. */
    private static AssociationConfigBuilder rich() {
        final List<IpAddress> locals = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            locals.add(i % 2 == 0 ? ipv6(100 + i) : IpAddress.ofIpv4(0x0A020000 + i));
        }
        return plain().adaptationIndication(7).localAddresses(locals);
    }

    private static AssociationConfigBuilder authenticated(final AssociationConfigBuilder config, final int chunks) {
        return config.authenticationSupported(true)
                .authenticatedChunks(IntStream.range(100, 100 + chunks).boxed().toList());
    }

    /** Sends an INIT with some parameters; returns the bytes of the answer, and the answer. */
    private static List<RawPeer.Answer> ask(final EnginePair pair, final IpAddress source, final List<Shape> shapes) {
        final RawPeer peer = new RawPeer(pair);
        peer.source = source;
        int end = peer.init(99, 100_000, 10, 10);
        for (final Shape shape : shapes) {
            end = shape.write(peer.packet, end);
        }
        final List<RawPeer.Answer> answers = peer.giveInit(end);
        final int sent = answers.stream()
                .mapToInt(answer ->
                        PacketHeader.LENGTH + Chunk.padded(answer.bytes().capacity()))
                .sum();
        assertTrue(sent <= 3 * end, sent + " bytes answer " + end);
        return answers;
    }

    private static EnginePair pair(final AssociationConfigBuilder server) {
        return new EnginePair(plain().build(), server.build());
    }

    private static void assertAnswered(final List<RawPeer.Answer> answers, final String which) {
        assertEquals(1, answers.size(), which);
        assertEquals(ChunkType.INIT_ACK, answers.get(0).type(), which);
    }

    /** The smallest INITs there are: each answered, and none by more than the figures in the README. */
    @Test
    void shouldAnswerTheSmallestInit() {
        assertEquals(32, SMALLEST);
        assertEquals(84, length(ask(pair(plain()), IPV4, List.of())));
        assertEquals(96, length(ask(pair(plain()), IPV6, List.of())));
    }

    private static int length(final List<RawPeer.Answer> answers) {
        assertAnswered(answers, "an INIT");
        return PacketHeader.LENGTH + answers.get(0).bytes().capacity();
    }

    /** One, two and three parameters of each kind, from both kinds of address. */
    @Test
    void shouldAnswerNoInitByMoreThanThreeTimesAsMuch() {
        final List<String> names = List.copyOf(PARAMETERS.keySet());
        for (final AssociationConfigBuilder config : List.of(plain(), rich())) {
            final EnginePair pair = pair(config);
            for (final IpAddress source : List.of(IPV4, IPV6)) {
                assertAnswered(ask(pair, source, List.of()), "nothing");
                for (final String one : names) {
                    assertAnswered(ask(pair, source, List.of(PARAMETERS.get(one))), one);
                    for (final String two : names) {
                        final List<Shape> both = List.of(PARAMETERS.get(one), PARAMETERS.get(two));
                        assertAnswered(ask(pair, source, both), one + ", " + two);
                    }
                }
            }
        }
    }

    @Test
    void shouldAnswerInitsWithManyAddressesByNoMore() {
        final EnginePair pair = new EnginePair(
                EngineConfig.of(plain().build()),
                EngineConfig.builder().associations(rich().build()).maxPaths(64).build());
        for (int count = 1; count <= 64; count++) {
            final List<Shape> shapes = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                final IpAddress address = i % 3 == 0 ? IpAddress.ofIpv4(0x0A030000 + i) : ipv6(1000 + i);
                shapes.add((packet, at) -> at + IpAddressParameter.write(packet, at, address.high(), address.low()));
            }
            assertAnswered(ask(pair, IPV4, shapes), count + " addresses");
        }
    }

    /**
     * Where both key vectors would make the answer too long, there is none: only the smallest INITs with AUTH are such.
     */
    @Test
    void shouldNotAnswerWhatItCannotAnswerInThreeTimesAsMuch() {
        for (final IpAddress source : List.of(IPV4, IPV6)) {
            for (int chunks = 0; chunks <= 16; chunks++) {
                final EnginePair pair = pair(authenticated(rich(), chunks));
                final List<RawPeer.Answer> bare = ask(pair, source, List.of(AmplificationTest::authentication));
                final boolean hasRoom = source.isIpv4() ? chunks <= 4 : chunks == 0;
                assertEquals(hasRoom ? 1 : 0, bare.size(), "with " + chunks + " chunks from " + source);
                assertEquals(hasRoom ? 0 : 1, pair.server.counters().initsRefused());
                // Who demands authentication itself lists chunks and, as all do, extensions.
                final List<Shape> usual = List.of(
                        AmplificationTest::authentication,
                        (packet, at) -> with(packet, at, ParameterType.CHUNKS, 2),
                        PARAMETERS.get("extensions"),
                        PARAMETERS.get("FORWARD TSN"));
                assertAnswered(ask(pair, source, usual), "usual INIT, " + chunks + " chunks");
            }
        }
    }

    /** With a limit of 1 no packet of a stranger's causes a longer one; this engine's own INITs are long enough. */
    @Test
    void shouldAnswerNoStrangerByMoreThanItSentWhereToldSo() {
        for (final AssociationConfigBuilder server : List.of(plain(), rich(), authenticated(rich(), 4))) {
            final EngineConfig strict = EngineConfig.builder()
                    .associations(server.build())
                    .maxAmplification(1)
                    .build();
            for (final AssociationConfigBuilder client : List.of(plain(), rich(), authenticated(rich(), 4))) {
                final EnginePair pair = new EnginePair(EngineConfig.of(client.build()), strict);
                final int[] lengths = new int[2];
                pair.tap = (fromClient, packet, offset, length) -> {
                    lengths[fromClient ? 0 : 1] = Math.max(lengths[fromClient ? 0 : 1], length);
                    return Chunk.type(packet, offset + PacketHeader.LENGTH) <= ChunkType.INIT_ACK;
                };
                pair.beginToConnect();
                pair.run();
                assertTrue(lengths[1] > 0 && lengths[1] <= lengths[0], lengths[1] + " bytes answer " + lengths[0]);
            }
            final EnginePair pair = new EnginePair(EngineConfig.of(plain().build()), strict);
            assertEquals(List.of(), ask(pair, IPV4, List.of()), "the smallest INIT");
            assertEquals(1, pair.server.counters().initsRefused());
        }
    }

    /** The peer is never sent anything from an address of which it was not told. */
    @Test
    void shouldUseOnlyTheAddressesThatHadRoom() {
        final List<IpAddress> locals = List.of(ipv6(201), IpAddress.ofIpv4(0x0A020001));
        final EnginePair pair = pair(plain().localAddresses(locals));
        final List<RawPeer.Answer> answers = ask(pair, IPV6, List.of(PARAMETERS.get("IPv4")));
        assertEquals(List.of(), addresses(answers.get(0).bytes()));
        echo(pair, answers.get(0).bytes());
        final Association association = pair.serverEvents.association;
        assertEquals(2, association.pathCount());
        assertEquals(0, association.path(1).localId(), "the one that the INIT came to");
    }

    private static List<Integer> addresses(final ByteBuffer initAck) {
        final List<Integer> found = new ArrayList<>();
        for (int at = InitChunk.FIXED_LENGTH; at < initAck.capacity(); at = Parameter.next(initAck, at)) {
            final int type = Parameter.type(initAck, at);
            if (type == ParameterType.IPV4_ADDRESS || type == ParameterType.IPV6_ADDRESS) {
                found.add(type);
            }
        }
        return found;
    }

    private static void echo(final EnginePair pair, final ByteBuffer initAck) {
        final RawPeer peer = new RawPeer(pair);
        peer.source = IPV6;
        final int cookie = Parameter.length(initAck, InitChunk.FIXED_LENGTH) - Parameter.HEADER_LENGTH;
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, initAck.getInt(Chunk.HEADER_LENGTH));
        final int chunk = PacketHeader.LENGTH;
        Chunk.write(peer.packet, chunk, ChunkType.COOKIE_ECHO, 0, Chunk.HEADER_LENGTH + cookie);
        peer.packet.put(chunk + Chunk.HEADER_LENGTH, initAck, InitChunk.FIXED_LENGTH + Parameter.HEADER_LENGTH, cookie);
        Chunk.pad(peer.packet, chunk, Chunk.HEADER_LENGTH + cookie);
        peer.hand(chunk + Chunk.padded(Chunk.HEADER_LENGTH + cookie));
        pair.run();
        assertTrue(pair.serverEvents.events.contains("established"), pair.serverEvents.events::toString);
    }

    /** Who has answered before is no stranger: a peer that restarts is told everything. */
    @Test
    void shouldTellAPeerThatRestartsEverything() {
        final List<IpAddress> locals = List.of(ipv6(201), ipv6(202), ipv6(203));
        final EnginePair pair = pair(plain().localAddresses(locals)).connect();
        final RawPeer peer = new RawPeer(pair);
        final List<RawPeer.Answer> answers = peer.giveInit(peer.init(99, 100_000, 10, 10));
        assertEquals(3, addresses(answers.get(0).bytes()).size());
    }

    /** Anybody can list an address of somebody else's. */
    @Test
    void shouldBoundItForAnAddressThatThePeerOnlyNamed() {
        final List<IpAddress> locals = List.of(ipv6(201), ipv6(202), ipv6(203));
        final AssociationConfig client =
                plain().localAddresses(List.of(EnginePair.CLIENT_ADDRESS, IPV4)).build();
        final EnginePair pair =
                new EnginePair(client, plain().localAddresses(locals).build()).connect();
        assertEquals(2, pair.serverSide.pathCount());
        ((TransportPath) pair.serverSide.path(1)).state(PathState.UNCONFIRMED);
        assertEquals(0, addresses(ask(pair, IPV4, List.of()).get(0).bytes()).size());
        ((TransportPath) pair.serverSide.path(1)).state(PathState.ACTIVE);
        final RawPeer peer = new RawPeer(pair);
        peer.source = IPV4;
        final List<RawPeer.Answer> answers = peer.giveInit(peer.init(99, 100_000, 10, 10));
        assertEquals(3, addresses(answers.get(0).bytes()).size(), "once it is confirmed");
    }
}
