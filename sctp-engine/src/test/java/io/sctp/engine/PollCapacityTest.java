package io.sctp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.InitChunk;
import io.sctp.engine.packet.PacketHeader;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code pollTransmit} never writes beyond its capacity, whatever waits, and what does not fit holds up nothing else.
 */
final class PollCapacityTest {
    private static final int MAX_CAPACITY = 1600;

    /** With less room no association sends: each may need that for a packet. */
    private static final int LEAST = 512;

    private static final int AT = 64;
    private static final int TAG = 77;
    private static final long MILLISECOND = 1_000_000L;

    private static final ByteBuffer OUT = ByteBuffer.allocateDirect(1 << 17);
    private static final ByteBuffer GUARDS = ByteBuffer.allocateDirect(4096);
    private static final ByteBuffer MESSAGE = ByteBuffer.allocateDirect(1 << 16);

    private final Transmit transmit = new Transmit();

    @BeforeAll
    static void fillGuards() {
        for (int i = 0; i < GUARDS.capacity(); i++) {
            GUARDS.put(i, (byte) 0x5A);
        }
    }

    /** Something that waits to be polled. */
    enum Waiting {
        INIT {
            @Override
            SctpEngine make() {
                final List<IpAddress> many = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    many.add(new IpAddress(0x20010DB800000000L, i + 1));
                }
                final EnginePair pair =
                        new EnginePair(small().localAddresses(many).build(), small().build());
                pair.beginToConnect();
                return pair.client;
            }
        },
        COOKIE_ECHO {
            @Override
            SctpEngine make() {
                return echoing(300);
            }
        },
        LONG_COOKIE_ECHO {
            @Override
            SctpEngine make() {
                return echoing(1441);
            }
        },
        LONGER_COOKIE_ECHO {
            @Override
            SctpEngine make() {
                return echoing(3000);
            }
        },
        REPLIES {
            @Override
            SctpEngine make() {
                final EnginePair pair = new EnginePair(small().build(), small().build());
                final RawPeer peer = new RawPeer(pair);
                for (int i = 0; i < 4; i++) {
                    final int end = padded(peer, peer.init(TAG + i, 10_000, 1, 1), 400 * i);
                    Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.INIT, 0, end - RawPeer.FIRST);
                    peer.hand(end);
                    handHeartbeat(peer, TAG, 4);
                }
                return pair.server;
            }
        },
        CONTROL {
            @Override
            SctpEngine make() {
                return controlled(small());
            }
        },
        CONTROL_WITH_LARGE_PACKETS {
            @Override
            SctpEngine make() {
                return controlled(small().maxPacketSize(9000));
            }
        },
        LOST_DATA {
            @Override
            SctpEngine make() {
                final EnginePair pair = joined(small());
                pair.tap = (fromClient, packet, offset, length) -> false;
                for (int i = 0; i < 5; i++) {
                    Sends.send(pair.serverSide, MESSAGE, 0, 1400 - 200 * i, i, 0, 0, 0);
                }
                pair.run();
                pair.serverSide.maxPacketSize(pair.serverSide.primaryPath(), LEAST);
                pair.nowNs = pair.server.nextTimeoutNs();
                pair.server.handleTimeout(pair.nowNs);
                return pair.server;
            }
        },
        MANY_SEGMENTS {
            @Override
            SctpEngine make() {
                final EnginePair pair = joined(small().maxBurst(32).noDelay(true));
                for (int i = 0; i < 20; i++) {
                    Sends.send(pair.serverSide, MESSAGE, 0, 700 + 300 * (i & 1), i & 3, 0, 0, 0);
                }
                return pair.server;
            }
        },
        FORWARD_TSN {
            @Override
            SctpEngine make() {
                final EnginePair pair = joined(small());
                pair.tap = (fromClient, packet, offset, length) -> false;
                for (int i = 0; i < 30; i++) {
                    Sends.send(pair.serverSide, MESSAGE, 0, 100, i, 0, 0, 0, Policy.LIFETIME, MILLISECOND, null);
                }
                pair.run();
                Sends.send(pair.serverSide, MESSAGE, 0, 1000, 0, 0, 0, 0);
                pair.nowNs = pair.server.nextTimeoutNs();
                pair.server.handleTimeout(pair.nowNs);
                return pair.server;
            }
        },
        PROBES {
            @Override
            SctpEngine make() {
                final EnginePair pair = new EnginePair(
                        small().build(),
                        small().pathMtuRaiseNs(600_000 * MILLISECOND).build());
                final RawPeer peer = new RawPeer(pair);
                peer.connect(peer.init(TAG, 10_000, 10, 10));
                pair.nowNs = pair.server.nextTimeoutNs();
                pair.server.handleTimeout(pair.nowNs);
                return pair.server;
            }
        },
        REQUESTS {
            @Override
            SctpEngine make() {
                final EnginePair pair = joined(small());
                final int[] streams = new int[60];
                for (int i = 0; i < streams.length; i++) {
                    streams[i] = i;
                }
                pair.serverSide.resetOutgoingStreams(streams);
                pair.serverSide.requestHeartbeat(pair.serverSide.primaryPath());
                pair.serverSide.shutdown();
                return pair.server;
            }
        };

        abstract SctpEngine make();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNeverWriteBeyondItsCapacity(final Waiting waiting) {
        // Each a fifth of all.
        for (int capacity = Math.floorMod(waiting.name().hashCode(), 5); capacity <= MAX_CAPACITY; capacity += 5) {
            final SctpEngine engine = waiting.make();
            long nowNs = now(engine);
            for (int polls = 0; polls < 20 && poll(engine, nowNs, capacity) > 0; polls++) {
                // Until nothing is left that fits.
            }
            nowNs = Math.max(nowNs, engine.nextTimeoutNs() == SctpEngine.NO_TIMEOUT ? 0 : engine.nextTimeoutNs());
            engine.handleTimeout(nowNs);
            poll(engine, nowNs, capacity);
        }
    }

    /** Polled with less than an association may need, everything is there still when there is room. */
    @ParameterizedTest
    @EnumSource
    void shouldLoseNothingForLackOfRoom(final Waiting waiting) {
        final List<String> expected = drain(waiting.make());
        assertTrue(!expected.isEmpty(), "nothing waits");
        for (int capacity = 0; capacity < LEAST; capacity += 9) {
            final SctpEngine engine = waiting.make();
            final List<String> sent = new ArrayList<>();
            final int length = poll(engine, now(engine), capacity);
            if (length > 0) {
                sent.add(describe(length));
            }
            sent.addAll(drain(engine));
            assertEquals(
                    expected.stream().sorted().toList(), sent.stream().sorted().toList(), "after " + capacity);
        }
    }

    /** A reply that does not fit lets the others pass, and is there when there is room. */
    @Test
    void shouldLetRepliesPassThatFit() {
        final EnginePair pair = new EnginePair(small().build(), small().build());
        final RawPeer peer = new RawPeer(pair);
        final int end = padded(peer, peer.init(TAG, 10_000, 1, 1), 400);
        Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.INIT, 0, end - RawPeer.FIRST);
        peer.hand(end);
        handHeartbeat(peer, TAG, 4);
        handHeartbeat(peer, TAG + 1, 4);
        assertEquals(ChunkType.ABORT, type(poll(pair.server, 0, 60)));
        assertEquals(TAG, PacketHeader.verificationTag(OUT, AT));
        assertEquals(ChunkType.ABORT, type(poll(pair.server, 0, 60)));
        assertEquals(TAG + 1, PacketHeader.verificationTag(OUT, AT));
        assertEquals(0, poll(pair.server, 0, 60));
        assertEquals(ChunkType.INIT_ACK, type(poll(pair.server, 0, 600)));
        assertEquals(0, poll(pair.server, 0, 600));
    }

    // -- what waits -------------------------------------------------------------------------------------------------

    private static AssociationConfigBuilder small() {
        return AssociationConfig.builder().heartbeatIntervalNs(0);
    }

    private static EnginePair joined(final AssociationConfigBuilder config) {
        return new EnginePair(config.build(), config.build()).connect();
    }

    private static SctpEngine echoing(final int cookieLength) {
        final EnginePair pair = new EnginePair(small().build(), small().build());
        final RawPeer server = RawPeer.asServer(pair);
        pair.beginToConnect();
        for (int i = 0; i < 3; i++) {
            Sends.send(pair.clientSide, MESSAGE, 0, 300, 0, 0, 0, 0);
        }
        server.answers();
        PacketHeader.write(server.packet, 0, EnginePair.PORT, EnginePair.PORT, pair.clientSide.localTag());
        InitChunk.writeFixed(server.packet, RawPeer.FIRST, TAG, 100_000, 10, 10, 1);
        int at = RawPeer.FIRST + InitChunk.FIXED_LENGTH;
        // Unknown, to be reported and skipped.
        Parameter.write(server.packet, at, 0xC0FF, 104);
        at += 104;
        Parameter.write(server.packet, at, ParameterType.STATE_COOKIE, Parameter.HEADER_LENGTH + cookieLength);
        at += Parameter.HEADER_LENGTH + cookieLength;
        Chunk.write(server.packet, RawPeer.FIRST, ChunkType.INIT_ACK, 0, at - RawPeer.FIRST);
        server.hand(RawPeer.FIRST + Chunk.padded(at - RawPeer.FIRST));
        return pair.client;
    }

    private static SctpEngine controlled(final AssociationConfigBuilder config) {
        final EnginePair pair = new EnginePair(small().build(), config.build());
        final RawPeer peer = new RawPeer(pair);
        final int tag = peer.connect(peer.init(TAG, 100_000, 10, 10));
        for (int i = 0; i < 6; i++) {
            Sends.send(pair.serverSide, MESSAGE, 0, 1200, 0, 0, 0, 0);
            handHeartbeat(peer, tag, 8 + 400 * i);
            Chunk.write(peer.packet, RawPeer.FIRST, 0xC5, 0, 16 + 300 * i);
            peer.hand(RawPeer.FIRST + 16 + 300 * i);
            Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.DATA, 3, 20);
            peer.packet.putInt(RawPeer.FIRST + 4, 2 + 2 * i).putInt(RawPeer.FIRST + 8, 1 + 2 * i);
            peer.hand(RawPeer.FIRST + 20);
        }
        return pair.server;
    }

    private static int padded(final RawPeer peer, final int at, final int length) {
        Parameter.write(peer.packet, at, ParameterType.PAD, Parameter.HEADER_LENGTH + length);
        return at + Parameter.HEADER_LENGTH + length;
    }

    private static void handHeartbeat(final RawPeer peer, final int tag, final int infoLength) {
        PacketHeader.write(peer.packet, 0, EnginePair.PORT, EnginePair.PORT, tag);
        final int length = Chunk.HEADER_LENGTH + Parameter.HEADER_LENGTH + infoLength;
        Chunk.write(peer.packet, RawPeer.FIRST, ChunkType.HEARTBEAT, 0, length);
        Parameter.write(peer.packet, RawPeer.FIRST + 4, ParameterType.HEARTBEAT_INFO, length - 4);
        peer.hand(RawPeer.FIRST + length);
    }

    // -- polls ------------------------------------------------------------------------------------------------------

    /** Polls into a buffer whose bytes before and behind the capacity must stay what they are. */
    private int poll(final SctpEngine engine, final long nowNs, final int capacity) {
        final int end = AT + capacity;
        OUT.put(0, GUARDS, 0, AT);
        OUT.put(end, GUARDS, 0, GUARDS.capacity());
        final int length = engine.pollTransmit(nowNs, OUT, AT, capacity, transmit);
        assertTrue(length <= capacity, () -> length + " bytes into " + capacity);
        assertEquals(-1, OUT.slice(0, AT).mismatch(GUARDS.slice(0, AT)), "before");
        assertEquals(-1, OUT.slice(end, GUARDS.capacity()).mismatch(GUARDS), () -> "behind a capacity of " + capacity);
        return length;
    }

    /** The time at which its state was made. */
    private static long now(final SctpEngine engine) {
        return engine.nextTimeoutNs() == SctpEngine.NO_TIMEOUT ? 0 : Math.max(0, engine.nextTimeoutNs() - 1);
    }

    private List<String> drain(final SctpEngine engine) {
        final List<String> sent = new ArrayList<>();
        int length = poll(engine, now(engine), 1 << 16);
        while (length > 0) {
            sent.add(describe(length));
            length = poll(engine, now(engine), 1 << 16);
        }
        return sent;
    }

    private String describe(final int length) {
        final StringBuilder chunks = new StringBuilder();
        for (int begin = 0; begin < length; begin += transmit.segmentLength()) {
            final int end = AT + Math.min(length, begin + transmit.segmentLength());
            for (int at = AT + begin + PacketHeader.LENGTH; at < end; at += Chunk.padded(Chunk.length(OUT, at))) {
                chunks.append(Chunk.type(OUT, at))
                        .append(':')
                        .append(Chunk.length(OUT, at))
                        .append(' ');
            }
        }
        return chunks.toString();
    }

    private static int type(final int length) {
        return length == 0 ? -1 : Chunk.type(OUT, AT + PacketHeader.LENGTH);
    }
}
