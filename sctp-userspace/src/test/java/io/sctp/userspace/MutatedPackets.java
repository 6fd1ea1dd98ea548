package io.sctp.userspace;

import io.sctp.engine.config.IpAddress;
import io.sctp.engine.packet.ChunkType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Real chunks with errors in them, most under the right tag of a victim and with a TSN that is expected; among them
 * those of messages without end, which hold memory.
 */
final class MutatedPackets implements Flood {
    private static final int MAX_BYTES = 1_500;
    private static final int MAX_FLIPS = 4;
    private static final int BEGIN = 2;
    private static final int FRAGMENT_BYTES = 1_400;
    private static final int TSN_OFFSET = 4;
    private static final int HEADER_BYTES = 4;

    private final Attack.Target target;
    private final List<RawAssociation> holders;
    private final List<RawAssociation> victims;
    private final List<byte[]> corpus;
    private final SplittableRandom random;
    private long written;

    MutatedPackets(
            final Attack.Target target,
            final List<RawAssociation> holders,
            final List<RawAssociation> victims,
            final List<byte[]> corpus,
            final SplittableRandom random) {
        this.target = target;
        this.holders = holders;
        this.victims = victims;
        this.corpus = corpus;
        this.random = random;
    }

    long written() {
        return written;
    }

    @Override
    public IpAddress source(final long number) {
        return random.nextInt(20) == 0 ? RawPacket.loopback(random.nextInt()) : RawPacket.OWN;
    }

    @Override
    public int write(final ByteBuffer packet, final int at, final long number) {
        written++;
        if (random.nextInt(3) == 0) {
            final RawAssociation holder = holders.get(random.nextInt(holders.size()));
            final int flags = holder.tsn == 1 ? BEGIN : 0;
            final int end =
                    RawPacket.data(packet, holder.header(packet, at), flags, holder.tsn++, 0, 0, FRAGMENT_BYTES);
            return RawPacket.finish(packet, at, end);
        }
        final RawAssociation own = victims.get(random.nextInt(victims.size()));
        int end = header(packet, at, own);
        do {
            end = chunks(packet, at, end, own);
        } while (random.nextInt(4) == 0);
        if (random.nextInt(40) == 0) {
            return end - at; // whatever checksum is there
        }
        return RawPacket.finish(packet, at, end);
    }

    private int header(final ByteBuffer packet, final int at, final RawAssociation own) {
        final int kind = random.nextInt(20);
        if (kind == 0) {
            return RawPacket.header(packet, at, target.honestPort(), target.port(), random.nextInt());
        }
        if (kind < 3) {
            return RawPacket.header(packet, at, own.port, random.nextInt(8) == 0 ? 0 : target.port(), 0);
        }
        return own.header(packet, at);
    }

    /** Adds the chunks of one seed; returns where they end. */
    private int chunks(final ByteBuffer packet, final int begin, final int at, final RawAssociation own) {
        final byte[] seed = corpus.get(random.nextInt(corpus.size())).clone();
        final int type = Byte.toUnsignedInt(seed[0]);
        if (type == ChunkType.ABORT && random.nextInt(50) != 0) {
            seed[0] = (byte) ChunkType.ERROR; // else nothing would last
        }
        if (carriesTsn(type) && seed.length >= TSN_OFFSET + Integer.BYTES && random.nextInt(8) != 0) {
            ByteBuffer.wrap(seed).putInt(TSN_OFFSET, own.tsn + random.nextInt(3));
        }
        if (type == ChunkType.COOKIE_ECHO && random.nextBoolean()) {
            return put(packet, begin, at, echo(own));
        }
        for (int flips = random.nextInt(MAX_FLIPS); flips > 0; flips--) {
            final int where =
                    random.nextInt(3) == 0 ? random.nextInt(Math.min(8, seed.length)) : random.nextInt(seed.length);
            seed[where] = (byte) (random.nextBoolean() ? random.nextInt() : seed[where] ^ 1 << random.nextInt(8));
        }
        final byte[] cut = random.nextInt(10) == 0 ? Arrays.copyOf(seed, 1 + random.nextInt(seed.length)) : seed;
        return put(packet, begin, at, cut);
    }

    private static byte[] echo(final RawAssociation own) {
        final ByteBuffer chunk = ByteBuffer.allocate(HEADER_BYTES + own.cookie.length);
        chunk.put((byte) ChunkType.COOKIE_ECHO)
                .put((byte) 0)
                .putShort((short) chunk.capacity())
                .put(own.cookie);
        return chunk.array();
    }

    private static boolean carriesTsn(final int type) {
        return type == ChunkType.DATA
                || type == ChunkType.I_DATA
                || type == ChunkType.FORWARD_TSN
                || type == ChunkType.I_FORWARD_TSN;
    }

    private static int put(final ByteBuffer packet, final int begin, final int at, final byte[] chunks) {
        final int length = Math.min(chunks.length, begin + MAX_BYTES - at);
        packet.put(at, chunks, 0, length);
        return at + length;
    }
}
