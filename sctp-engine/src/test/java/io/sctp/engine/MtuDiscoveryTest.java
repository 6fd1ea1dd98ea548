package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.path.PathMtuSearch;
import io.sctp.engine.path.PathMtuSearch.Phase;
import io.sctp.engine.path.TransportPath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Discovery of the path MTU by probes (RFC 9260 section 7.3, RFC 8899). */
final class MtuDiscoveryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long RAISE_NS = 30 * SECOND;

    private final ByteBuffer message = ByteBuffer.allocateDirect(100_000);
    private final ByteBuffer received = ByteBuffer.allocateDirect(100_000);
    private final ReceiveInfo info = new ReceiveInfo();

    private static AssociationConfigBuilder discovering() {
        return AssociationConfig.builder().pathMtuRaiseNs(RAISE_NS).maxProbeSize(9000);
    }

    private static EnginePair pair(final int carries) {
        final EnginePair pair = new EnginePair(
                discovering().build(),
                AssociationConfig.builder().maxMessageBytes(200_000).build());
        pair.carries = carries;
        return pair;
    }

    private static EnginePair converged(final int carries) {
        final EnginePair pair = pair(carries);
        pair.connect();
        pair.pass(20 * SECOND);
        assertEquals(Phase.COMPLETE, search(pair.clientSide.path(0)).phase());
        return pair;
    }

    private void send(final EnginePair pair, final int length) {
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, message, 0, length, 0, 0, 0, 0));
        pair.run();
    }

    private int receive(final EnginePair pair) {
        return pair.serverSide.receive(received, 0, received.capacity(), info);
    }

    private static boolean isProbe(final ByteBuffer packet, final int offset, final int length) {
        final int chunk = offset + PacketHeader.LENGTH;
        return length > 100
                && Chunk.type(packet, chunk) == ChunkType.HEARTBEAT
                && Chunk.type(packet, chunk + Chunk.length(packet, chunk)) == ChunkType.PAD;
    }

    @Test
    void shouldFindWhatThePathCarries() {
        final EnginePair pair = converged(1472);
        assertEquals(1472, pair.clientSide.path(0).maxPacketSize());
        final int[] longest = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            longest[0] = Math.max(longest[0], fromClient ? length : 0);
            return true;
        };
        send(pair, 5000);
        assertEquals(1472, longest[0], "messages are cut to what was found");
        assertEquals(5000, receive(pair));
    }

    @Test
    void shouldSendProbesOfAHeartbeatAndPaddingAndHaveThemAnsweredShortly() {
        final EnginePair pair = pair(1472);
        final List<Integer> probes = new ArrayList<>();
        final int[] longestAnswer = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient && isProbe(packet, offset, length)) {
                probes.add(length);
                for (int i = offset + PacketHeader.LENGTH + 24; i < offset + length; i++) {
                    assertEquals(0, packet.get(i), "padding shows memory");
                }
            }
            if (!fromClient && Chunk.type(packet, offset + PacketHeader.LENGTH) == ChunkType.HEARTBEAT_ACK) {
                longestAnswer[0] = Math.max(longestAnswer[0], length);
            }
            return true;
        };
        pair.connect();
        pair.pass(20 * SECOND);
        assertEquals(List.of(1200, 1232, 1252, 1352, 1372, 1400, 1420, 1444, 1452, 1464, 1472), probes);
        assertEquals(32, longestAnswer[0], "an answer is not as long as its probe");
    }

    @Test
    void shouldBeginWithTheBaseBeforeAnythingIsKnown() {
        final EnginePair pair = pair(1 << 16);
        pair.beginToConnect();
        assertEquals(1200, pair.clientSide.path(0).maxPacketSize());
        assertEquals(Phase.DISABLED, search(pair.clientSide.path(0)).phase());
    }

    @Test
    void shouldProbeNothingUnlessItIsAskedTo() {
        final EnginePair pair = EnginePair.withDefaults();
        pair.tap = (fromClient, packet, offset, length) -> {
            assertFalse(isProbe(packet, offset, length), "a probe");
            return true;
        };
        pair.connect();
        pair.pass(100 * SECOND);
        assertNull(search(pair.clientSide.path(0)));
        assertEquals(1452, pair.clientSide.path(0).maxPacketSize());
    }

    /** RFC 8899 section 3: lost probes are no sign of congestion, nor of a path that does not answer. */
    @Test
    void shouldNotTakeLostProbesForErrorsOrCongestion() {
        final EnginePair pair = pair(1200);
        pair.connect();
        final int window = pair.clientSide.path(0).congestionWindowBytes();
        pair.expireNext();
        pair.expireNext();
        assertEquals(0, pair.clientSide.path(0).errorCount());
        assertEquals(0, pair.clientSide.path(0).flightBytes());
        pair.pass(20 * SECOND);
        assertEquals(PathState.ACTIVE, pair.clientSide.path(0).state());
        assertEquals(window, pair.clientSide.path(0).congestionWindowBytes());
        assertEquals(1200, pair.clientSide.path(0).maxPacketSize());
    }

    /** The probe timer is at least a second, and three lost probes decide. */
    @Test
    void shouldGiveASizeUpAfterThreeSeconds() {
        final EnginePair pair = pair(1452);
        final List<Long> times = new ArrayList<>();
        pair.connect();
        pair.pass(SECOND / 2);
        final EnginePair watched = pair;
        assertEquals(Phase.SEARCH, search(watched.clientSide.path(0)).phase());
        assertEquals(1464, search(watched.clientSide.path(0)).probeSize());
        while (search(watched.clientSide.path(0)).phase() == Phase.SEARCH) {
            pair.expireNext();
            times.add(pair.nowNs);
        }
        assertEquals(List.of(SECOND, 2 * SECOND, 3 * SECOND), times);
        assertEquals(1452, pair.clientSide.path(0).maxPacketSize());
    }

    /** The network carries less from one moment to the next, and says nothing. */
    @Test
    void shouldLeaveABlackHole() {
        final EnginePair pair = converged(8972);
        pair.carries = 1252;
        send(pair, 20_000);
        assertEquals(-1, receive(pair), "packets are too long now");
        pair.expireNext();
        assertTrue(pair.fragmented > 0, "what is sent again may be fragmented while the size is in doubt");
        pair.pass(4 * SECOND);
        assertEquals(20_000, receive(pair));
        pair.pass(20 * SECOND);
        assertEquals(1252, pair.clientSide.path(0).maxPacketSize());
        final int before = pair.fragmented;
        send(pair, 20_000);
        assertEquals(20_000, receive(pair));
        assertEquals(before, pair.fragmented, "messages are cut to the new size");
    }

    /** Also where fragments are lost: what was never sent is cut anew. */
    @Test
    void shouldSendWhatWasNotSentYetInShorterPackets() {
        final EnginePair pair = converged(8972);
        pair.carries = 1252;
        final boolean[] dropsLong = {true};
        pair.tap = (fromClient, packet, offset, length) -> length <= 1252 || !dropsLong[0];
        for (int i = 0; i < 3; i++) {
            Sends.send(pair.clientSide, message, 0, 50_000, 0, Sends.UNORDERED, 0, 0);
        }
        pair.run();
        pair.pass(5 * SECOND);
        assertEquals(1252, pair.clientSide.path(0).maxPacketSize());
        dropsLong[0] = false;
        final int before = pair.fragmented;
        pair.pass(60 * SECOND);
        for (int i = 0; i < 3; i++) {
            assertEquals(50_000, receive(pair));
        }
        assertTrue(pair.fragmented - before <= 20, (pair.fragmented - before) + " packets were too long");
    }

    @Test
    void shouldKeepItsSizeWhenDataIsLostForAnotherReason() {
        final EnginePair pair = converged(8972);
        final boolean[] drops = {true};
        pair.tap = (fromClient, packet, offset, length) -> !drops[0] || !fromClient;
        send(pair, 100);
        drops[0] = false;
        pair.expireNext();
        assertEquals(100, receive(pair));
        assertEquals(8972, pair.clientSide.path(0).maxPacketSize());
        assertTrue(search(pair.clientSide.path(0)).isCertain());
        assertEquals(Phase.COMPLETE, search(pair.clientSide.path(0)).phase());
    }

    @Test
    void shouldFindMoreAfterAWhileIfDataIsSent() {
        final EnginePair pair = converged(1472);
        pair.carries = 8972;
        pair.pass(2 * RAISE_NS);
        assertEquals(1472, pair.clientSide.path(0).maxPacketSize(), "nobody needs larger packets");
        send(pair, 100);
        pair.pass(RAISE_NS + 10 * SECOND);
        assertEquals(8972, pair.clientSide.path(0).maxPacketSize());
    }

    @Test
    void shouldGoOnWithTheSmallestPacketsWhereTheBaseDoesNotPass() {
        final EnginePair pair = pair(600);
        pair.connect();
        send(pair, 3000);
        assertEquals(3000, receive(pair), "the first packets may be fragmented");
        pair.pass(10 * SECOND);
        assertEquals(Phase.ERROR, search(pair.clientSide.path(0)).phase());
        assertEquals(512, pair.clientSide.path(0).maxPacketSize());
        final int before = pair.fragmented;
        send(pair, 3000);
        assertEquals(3000, receive(pair));
        assertEquals(before, pair.fragmented);
    }

    @Test
    void shouldProbeEachPathForItself() {
        final IpAddress second = IpAddress.ofIpv4(0x0A000003);
        final EnginePair pair = new EnginePair(
                discovering().build(),
                AssociationConfig.builder()
                        .localAddresses(List.of(EnginePair.SERVER_ADDRESS, second))
                        .build());
        pair.tap = (fromClient, packet, offset, length) -> true;
        pair.connect();
        final Path other = pair.clientSide.path(1);
        pair.pass(30 * SECOND);
        assertEquals(9000, pair.clientSide.path(0).maxPacketSize());
        assertEquals(9000, other.maxPacketSize());
        pair.clientSide.maxPacketSize(other, 1000);
        assertNull(search(other), "what is fixed is not discovered");
        assertEquals(9000, pair.clientSide.path(0).maxPacketSize());
        final int[] fragments = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            final int end = fromClient ? offset + length : offset;
            int chunk = offset + PacketHeader.LENGTH;
            for (; chunk < end; chunk += Chunk.padded(Chunk.length(packet, chunk))) {
                if (Chunk.type(packet, chunk) == ChunkType.DATA) {
                    fragments[0]++;
                    assertTrue(Chunk.length(packet, chunk) <= 988, "fragments are cut to the smallest");
                }
            }
            return true;
        };
        send(pair, 5000);
        assertEquals(6, fragments[0]);
        pair.clientSide.discoverPathMtu(other, RAISE_NS);
        pair.pass(SECOND);
        assertEquals(9000, other.maxPacketSize());
    }

    /** Where a path leads now, and what it carries, nobody knows. */
    @Test
    void shouldBeginAnewWhenAPathComesBack() {
        final EnginePair pair = new EnginePair(
                discovering()
                        .maxPathRetransmissions(1)
                        .maxAssociationRetransmissions(20)
                        .build(),
                AssociationConfig.builder().build());
        pair.connect();
        pair.pass(10 * SECOND);
        assertEquals(9000, pair.clientSide.path(0).maxPacketSize());
        pair.tap = (fromClient, packet, offset, length) -> false;
        send(pair, 100);
        pair.pass(20 * SECOND);
        assertEquals(PathState.INACTIVE, pair.clientSide.path(0).state());
        assertEquals(1200, pair.clientSide.path(0).maxPacketSize());
        final int[] probes = {0};
        pair.tap = (fromClient, packet, offset, length) -> {
            probes[0] += isProbe(packet, offset, length) ? 1 : 0;
            return true;
        };
        pair.pass(120 * SECOND);
        assertEquals(PathState.ACTIVE, pair.clientSide.path(0).state());
        assertTrue(probes[0] > 1, "no probe");
        assertEquals(9000, pair.clientSide.path(0).maxPacketSize());
    }

    @Test
    void shouldProbeWithSignedHeartbeatsWhereThePeerWantsThemSigned() {
        final AssociationConfig signing = discovering()
                .authenticationSupported(true)
                .authenticatedChunks(List.of(ChunkType.HEARTBEAT))
                .authKeys(Map.of(0, new byte[] {1, 2, 3}), 0)
                .build();
        final EnginePair pair = new EnginePair(signing, signing);
        pair.carries = 1472;
        final List<Integer> lengths = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient && length >= 1200) {
                assertEquals(ChunkType.AUTH, Chunk.type(packet, offset + PacketHeader.LENGTH));
                lengths.add(length);
            }
            return true;
        };
        pair.connect();
        pair.pass(20 * SECOND);
        assertEquals(1472, pair.clientSide.path(0).maxPacketSize());
        assertTrue(lengths.contains(1252), lengths + ": a probe is as long as it claims");
    }

    /** And no shorter where other chunks than HEARTBEAT are signed. */
    @Test
    void shouldFillAProbeInWhichNothingIsSigned() {
        final AssociationConfig signing = discovering()
                .authenticationSupported(true)
                .authenticatedChunks(List.of(ChunkType.DATA))
                .build();
        final EnginePair pair = new EnginePair(signing, signing);
        final List<Integer> lengths = new ArrayList<>();
        pair.tap = (fromClient, packet, offset, length) -> {
            if (fromClient && isProbe(packet, offset, length)) {
                lengths.add(length);
            }
            return true;
        };
        pair.connect();
        assertEquals(1200, lengths.get(0));
        assertTrue(lengths.contains(9000), lengths.toString());
        assertEquals(9000, pair.clientSide.path(0).maxPacketSize());
    }

    @Test
    void shouldSayWhichPacketsMayBeFragmented() {
        final SctpEngine engine =
                new SctpEngine(EngineConfig.of(discovering().build()), new java.util.SplittableRandom(5), 0);
        final Transmit transmit = new Transmit();
        final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);
        engine.connect(0, 1, 2, List.of(EnginePair.SERVER_ADDRESS), EnginePair.UDP_PORT, 0);
        assertTrue(engine.pollTransmit(0, out, 0, out.capacity(), transmit) > 0);
        assertTrue(transmit.mayBeFragmented(), "an INIT must get through whatever the path carries");
        assertFalse(transmit.mustNotBeFragmented());
        final EnginePair pair = converged(1472);
        assertEquals(SendResult.QUEUED, Sends.send(pair.clientSide, message, 0, 1000, 0, 0, 0, 0));
        assertTrue(pair.client.pollTransmit(pair.nowNs, out, 0, out.capacity(), transmit) > 0);
        assertFalse(transmit.mayBeFragmented());
        assertTrue(transmit.mustNotBeFragmented(), "what is known to fit must not be fragmented");
        final EnginePair plain = EnginePair.withDefaults().connect();
        assertEquals(SendResult.QUEUED, Sends.send(plain.clientSide, message, 0, 1000, 0, 0, 0, 0));
        assertTrue(plain.client.pollTransmit(0, out, 0, out.capacity(), transmit) > 0);
        assertFalse(transmit.mayBeFragmented() || transmit.mustNotBeFragmented(), "without discovery it is as ever");
    }

    @Test
    void shouldSwitchDiscoveryOnAndOffWhileTheAssociationIsUp() {
        final EnginePair pair = EnginePair.withDefaults().connect();
        pair.carries = 1472;
        pair.clientSide.configure(discovering().build());
        pair.run();
        pair.pass(20 * SECOND);
        assertEquals(1472, pair.clientSide.path(0).maxPacketSize());
        pair.clientSide.configure(AssociationConfig.builder().build());
        pair.run();
        assertNull(search(pair.clientSide.path(0)));
        assertEquals(1472, pair.clientSide.path(0).maxPacketSize());
        pair.tap = (fromClient, packet, offset, length) -> {
            assertFalse(isProbe(packet, offset, length), "a probe");
            return true;
        };
        pair.pass(100 * SECOND);
    }

    private static PathMtuSearch search(final Path path) {
        return ((TransportPath) path).mtuSearch();
    }
}
