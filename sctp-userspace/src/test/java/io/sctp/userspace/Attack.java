package io.sctp.userspace;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What attackers try against an endpoint that listens, and how fast. */
enum Attack {
    SPOOFED_INITS(40_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) {
            return new Anywhere() {
                @Override
                public int write(final ByteBuffer packet, final int at, final long number) {
                    final int chunk = RawPacket.header(packet, at, port(number), target.port(), 0);
                    return RawPacket.finish(packet, at, RawPacket.init(packet, chunk, (int) number | 1, 0));
                }
            };
        }
    },
    INITS_WITH_CHOSEN_ADDRESSES(10_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) {
            return new Anywhere() {
                @Override
                public int write(final ByteBuffer packet, final int at, final long number) {
                    final int chunk = RawPacket.header(packet, at, target.honestPort(), target.port(), 0);
                    return RawPacket.finish(packet, at, RawPacket.init(packet, chunk, (int) number | 1, ADDRESSES));
                }
            };
        }
    },
    INITS_OF_A_PEER_FROM_ANOTHER_UDP_PORT(10_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) {
            return (OwnAddress) (packet, at, number) -> {
                final int chunk = RawPacket.header(packet, at, target.honestPort(), target.port(), 0);
                return RawPacket.finish(packet, at, RawPacket.init(packet, chunk, (int) number | 1, 0));
            };
        }
    },
    FORGED_COOKIES(40_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation begun = socket.init(FIRST_PORT, target.port());
            return new Anywhere() {
                @Override
                public int write(final ByteBuffer packet, final int at, final long number) {
                    final byte[] forged = begun.cookie.clone();
                    forged[(int) (number % forged.length)] ^= (byte) (1 + number % 255);
                    return begun.cookieEcho(packet, at, forged);
                }
            };
        }
    },
    REPLAYED_COOKIES(10_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation begun = socket.connect(FIRST_PORT, target.sinkPort());
            return new Anywhere() {
                @Override
                public int write(final ByteBuffer packet, final int at, final long number) {
                    return begun.cookieEcho(packet, at, begun.cookie);
                }
            };
        }
    },
    WRONG_TAGS(40_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) {
            return (OwnAddress) (packet, at, number) -> {
                final int chunk = RawPacket.header(packet, at, target.honestPort(), target.port(), (int) number | 1);
                final int type = TYPES[(int) (number % TYPES.length)];
                return RawPacket.finish(
                        packet, at, RawPacket.chunk(packet, chunk, type, (int) number & 1, new byte[20]));
            };
        }
    },
    WRONG_CHECKSUMS(40_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) {
            return new Anywhere() {
                @Override
                public int write(final ByteBuffer packet, final int at, final long number) {
                    final int chunk = RawPacket.header(packet, at, target.honestPort(), target.port(), 0);
                    packet.putInt(at + 8, (int) number); // right once in four billion times
                    return RawPacket.init(packet, chunk, (int) number | 1, 0) - at;
                }
            };
        }
    },
    MALFORMED_CHUNKS(40_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation victim = socket.connect(FIRST_PORT, target.sinkPort());
            return (OwnAddress) (packet, at, number) -> {
                final int chunk = victim.header(packet, at);
                final int end = RawPacket.chunk(packet, chunk, (int) number & 0xFF, 0, new byte[24]);
                packet.putShort(
                        chunk + 2, (short) (number * 7 % 64)); // shorter than its type allows, or longer than all
                return RawPacket.finish(packet, at, end);
            };
        }
    },
    FORWARD_TSN_OVER_WAITING_MESSAGES(300) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation own = socket.connect(FIRST_PORT, target.sinkPort());
            for (int i = 0; i < WAITING; i++) { // the first of the stream is missing
                final int chunk = own.header(socket.packet(), 0);
                final int end = RawPacket.data(socket.packet(), chunk, WHOLE, own.tsn++, 1, 1 + i, 1);
                socket.send(RawPacket.finish(socket.packet(), 0, end));
            }
            return (OwnAddress) (packet, at, number) -> {
                final int chunk = own.header(packet, at);
                final ByteBuffer body = ByteBuffer.allocate(Integer.BYTES * (ENTRIES + 1));
                body.putInt(own.tsn++);
                for (int i = 0; i < ENTRIES; i++) {
                    body.putShort((short) 2).putShort((short) (number * ENTRIES + i));
                }
                return RawPacket.finish(
                        packet, at, RawPacket.chunk(packet, chunk, ChunkType.FORWARD_TSN, 0, body.array()));
            };
        }
    },
    FRAGMENTS_WITHOUT_END(5_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final List<RawAssociation> own = new ArrayList<>();
            for (int i = 0; i < ASSOCIATIONS; i++) {
                own.add(socket.connect(FIRST_PORT + i, target.sinkPort()));
            }
            return (OwnAddress) (packet, at, number) -> {
                final RawAssociation next = own.get((int) (number % own.size()));
                final int chunk = next.header(packet, at);
                final int flags = next.tsn == 1 ? BEGIN : 0;
                return RawPacket.finish(packet, at, RawPacket.data(packet, chunk, flags, next.tsn++, 0, 0, 1400));
            };
        }
    },
    ERRORS_NOBODY_READS(10_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation own = socket.connect(FIRST_PORT, target.sinkPort());
            return (OwnAddress) (packet, at, number) -> RawPacket.finish(
                    packet,
                    at,
                    RawPacket.chunk(packet, own.header(packet, at), ChunkType.ERROR, 0, new byte[] {0, 13, 0, 4}));
        }
    },
    HEARTBEATS(20_000) {
        @Override
        Flood prepare(final Target target, final AttackerSocket socket) throws IOException {
            final RawAssociation own = socket.connect(FIRST_PORT, target.sinkPort());
            final byte[] info = new byte[200];
            info[1] = 1;
            info[3] = (byte) info.length;
            return (OwnAddress) (packet, at, number) -> RawPacket.finish(
                    packet, at, RawPacket.chunk(packet, own.header(packet, at), ChunkType.HEARTBEAT, 0, info));
        }
    };

    private static final int FIRST_PORT = 20_000;
    private static final int ADDRESSES = 24;
    private static final int ASSOCIATIONS = 40;
    private static final int WAITING = 7_500;
    private static final int ENTRIES = 340;
    private static final int BEGIN = 2;
    private static final int WHOLE = 3;
    private static final int[] TYPES = {
        ChunkType.DATA,
        ChunkType.SACK,
        ChunkType.HEARTBEAT,
        ChunkType.ABORT,
        ChunkType.SHUTDOWN,
        ChunkType.SHUTDOWN_ACK,
        ChunkType.SHUTDOWN_COMPLETE,
        ChunkType.FORWARD_TSN,
        ChunkType.ERROR
    };

    final int packetsPerSecond;

    Attack(final int packetsPerSecond) {
        this.packetsPerSecond = packetsPerSecond;
    }

    /**
     * What is attacked.
     *
     * @param port of the server
     * @param honestPort the SCTP port of the server's client
     * @param sinkPort of another server on the same driver, that accepts and never reads
     */
    record Target(int port, int honestPort, int sinkPort) {}

    /** Sets up what the attack needs; it begins with the first packet. */
    abstract Flood prepare(Target target, AttackerSocket socket) throws IOException;

    static int port(final long number) {
        return FIRST_PORT + (int) (number % 40_000);
    }

    /** A flood from all addresses of the loopback interface. */
    private interface Anywhere extends Flood {
        @Override
        default IpAddress source(final long number) {
            return RawPacket.loopback(number);
        }
    }

    /** A flood from the address that the honest client has, too. */
    private interface OwnAddress extends Flood {
        @Override
        default IpAddress source(final long number) {
            return RawPacket.OWN;
        }
    }
}
