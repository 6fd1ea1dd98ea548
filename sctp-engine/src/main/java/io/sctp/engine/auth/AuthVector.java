package io.sctp.engine.auth;

import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.packet.AuthChunk;
import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.ChunkType;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The key vector of one end (RFC 4895 section 6.1): its RANDOM, CHUNKS and HMAC-ALGO parameters as sent, without
 * padding.
 */
public final class AuthVector {
    /** Maximum length. Vectors are stored in the State Cookie, so longer ones are refused. */
    public static final int MAX_LENGTH = 128;

    private static final int RANDOM_LENGTH = 32;

    private final byte[] bytes;

    private AuthVector(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** Creates this end's vector with a new random number. */
    public static AuthVector create(final AssociationConfig config, final RandomGenerator random) {
        final List<Integer> types = authenticatedChunks(config);
        final int chunks = types.size();
        final int chunksLength = chunks == 0 ? 0 : Parameter.HEADER_LENGTH + chunks;
        final int hmacLength =
                Parameter.HEADER_LENGTH + config.authentication().algorithms().size() * Short.BYTES;
        final ByteBuffer out = ByteBuffer.allocate(Parameter.HEADER_LENGTH + RANDOM_LENGTH + chunksLength + hmacLength);
        final byte[] number = new byte[RANDOM_LENGTH];
        random.nextBytes(number);
        out.putShort((short) ParameterType.RANDOM).putShort((short) (Parameter.HEADER_LENGTH + RANDOM_LENGTH));
        out.put(number);
        if (chunks != 0) {
            out.putShort((short) ParameterType.CHUNKS).putShort((short) chunksLength);
            types.forEach(type -> out.put((byte) (int) type));
        }
        out.putShort((short) ParameterType.HMAC_ALGO).putShort((short) hmacLength);
        config.authentication().algorithms().forEach(algorithm -> out.putShort((short) (int) algorithm));
        return new AuthVector(out.array());
    }

    /** Address changes are accepted only if authenticated (RFC 5061 section 4.1). */
    private static List<Integer> authenticatedChunks(final AssociationConfig config) {
        if (!config.addressReconfigurationSupported()) {
            return config.authentication().chunks();
        }
        return Stream.concat(
                        config.authentication().chunks().stream(), Stream.of(ChunkType.ASCONF, ChunkType.ASCONF_ACK))
                .distinct()
                .toList();
    }

    /**
     * Returns the length of a vector in a cookie, where the header of RANDOM, which is the same in all, is left out.
     */
    /** Returns its length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns a copy of its bytes, as they are used in the association's keys (RFC 4895 section 6.1). */
    public byte[] bytes() {
        return bytes.clone();
    }

    public static int storedLength(final int length) {
        return length - Parameter.HEADER_LENGTH;
    }

    /** Writes the vector into a cookie and returns its end. */
    public int store(final ByteBuffer out, final int offset) {
        out.put(offset, bytes, Parameter.HEADER_LENGTH, storedLength(bytes.length));
        return offset + storedLength(bytes.length);
    }

    /** Reads a vector of this length from a cookie, without the header. */
    public static AuthVector load(final ByteBuffer in, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        Parameter.write(ByteBuffer.wrap(bytes), 0, ParameterType.RANDOM, Parameter.HEADER_LENGTH + RANDOM_LENGTH);
        in.get(offset, bytes, Parameter.HEADER_LENGTH, storedLength(length));
        return new AuthVector(bytes);
    }

    /**
     * Creates the peer's vector from parameters in its INIT or INIT ACK; 0 stands for a missing one.
     *
     * @return null if the peer did not offer authentication, or not in a usable form
     */
    public static AuthVector of(final ByteBuffer packet, final int random, final int chunks, final int hmacs) {
        if (random == 0 || hmacs == 0) {
            return null;
        }
        final int[] parameters = {random, chunks, hmacs};
        int length = 0;
        for (final int at : parameters) {
            length += at == 0 ? 0 : Parameter.length(packet, at);
        }
        if (length > MAX_LENGTH) {
            return null;
        }
        final byte[] bytes = new byte[length];
        int position = 0;
        for (final int at : parameters) {
            if (at != 0) {
                packet.get(at, bytes, position, Parameter.length(packet, at));
                position += Parameter.length(packet, at);
            }
        }
        final AuthVector vector = new AuthVector(bytes);
        return vector.hmacId() == 0 ? null : vector;
    }

    /** Whether a RANDOM parameter has the required length. */
    public static boolean isRandomRight(final ByteBuffer packet, final int parameter) {
        return Parameter.length(packet, parameter) == Parameter.HEADER_LENGTH + RANDOM_LENGTH;
    }

    /** Writes the parameters with padding and returns where the next begins. */
    public int write(final ByteBuffer out, final int offset) {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        int position = offset;
        for (int at = 0; at < bytes.length; at += Parameter.length(in, at)) {
            final int length = Parameter.length(in, at);
            out.put(position, bytes, at, length);
            Chunk.pad(out, position, length);
            position += Chunk.padded(length);
        }
        return position;
    }

    /** Returns the first listed algorithm that this end supports, or 0 (RFC 4895 section 6.1). */
    public int hmacId() {
        return knownAlgorithms().findFirst().orElse(0);
    }

    /** Returns the listed algorithms that this end supports. */
    public BitSet algorithms() {
        return knownAlgorithms().collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private IntStream knownAlgorithms() {
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final int at = find(in, ParameterType.HMAC_ALGO);
        final int count = at < 0 ? 0 : (Parameter.length(in, at) - Parameter.HEADER_LENGTH) / Short.BYTES;
        return IntStream.range(0, count)
                .map(i -> in.getShort(at + Parameter.HEADER_LENGTH + i * Short.BYTES) & 0xFFFF)
                .filter(hmacId -> AuthChunk.hmacLength(hmacId) != 0);
    }

    /** Returns the chunk types that this vector's end requires to be authenticated. */
    public BitSet chunks() {
        final BitSet types = new BitSet();
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final int at = find(in, ParameterType.CHUNKS);
        final int end = at < 0 ? 0 : at + Parameter.length(in, at);
        for (int i = at + Parameter.HEADER_LENGTH; i < end; i++) {
            types.set(bytes[i] & 0xFF);
        }
        // These must not be listed, and are ignored if they are (RFC 4895 section 3.2).
        types.clear(ChunkType.INIT);
        types.clear(ChunkType.INIT_ACK);
        types.clear(ChunkType.SHUTDOWN_COMPLETE);
        types.clear(ChunkType.AUTH);
        return types;
    }

    private static int find(final ByteBuffer in, final int type) {
        for (int at = 0; Parameter.fits(in, at, in.capacity()); at += Parameter.length(in, at)) {
            if (Parameter.type(in, at) == type) {
                return at;
            }
        }
        return -1;
    }

    /** Compares two vectors as numbers. Of equal numbers, the shorter vector is the smaller (RFC 4895 section 6.1). */
    public boolean isBefore(final AuthVector other) {
        // Both begin with the type and length of RANDOM, so neither has extra leading zeros.
        if (bytes.length != other.bytes.length) {
            return bytes.length < other.bytes.length;
        }
        return Arrays.compareUnsigned(bytes, other.bytes) < 0;
    }
}
