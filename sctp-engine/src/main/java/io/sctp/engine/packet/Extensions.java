package io.sctp.engine.packet;

import java.nio.ByteBuffer;

/**
 * The Supported Extensions parameter (RFC 5061 section 4.2.7): the chunk types that an end supports beyond RFC 9260, as
 * flags.
 */
public final class Extensions {
    /** RFC 6525. */
    public static final int RECONFIG = 1;

    /** RFC 3758; also announced by a parameter of its own. */
    public static final int FORWARD_TSN = 2;

    /** RFC 8260. */
    public static final int I_DATA = 4;

    /** RFC 8260, with partial reliability. */
    public static final int I_FORWARD_TSN = 8;

    /** RFC 5061; includes ASCONF-ACK and the AUTH chunk that must precede both (section 4.2.7). */
    public static final int ASCONF = 16;

    private static final int WITH_ASCONF = 32 | 64;

    /** The maximum length of the parameter in bytes, with its padding and the parameters that belong to it. */
    public static final int MAX_LENGTH = 16;

    private static final int[] CHUNK_TYPES = {
        ChunkType.RE_CONFIG,
        ChunkType.FORWARD_TSN,
        ChunkType.I_DATA,
        ChunkType.I_FORWARD_TSN,
        ChunkType.ASCONF,
        ChunkType.ASCONF_ACK,
        ChunkType.AUTH
    };

    private Extensions() {}

    /**
     * Whether a peer with these extensions numbers the fragments of I-DATA from the second on, instead of the first
     * (RFC 8260 section 2.1). Linux does (observed on 6.1 and 6.12). It is recognized because it lists I-DATA and
     * FORWARD TSN but not I-FORWARD-TSN.
     */
    public static boolean countsFromSecondFragment(final int set) {
        return (set & (I_DATA | FORWARD_TSN | I_FORWARD_TSN)) == (I_DATA | FORWARD_TSN);
    }

    /** Returns the extensions listed in a parameter whose length was checked. */
    public static int read(final ByteBuffer buffer, final int parameter) {
        final int end = parameter + Parameter.length(buffer, parameter);
        int set = 0;
        for (int at = parameter + Parameter.HEADER_LENGTH; at < end; at++) {
            for (int i = 0; i < CHUNK_TYPES.length; i++) {
                if ((buffer.get(at) & 0xFF) == CHUNK_TYPES[i]) {
                    set |= 1 << i;
                }
            }
        }
        return set;
    }

    /** Writes the parameter, unless the set is empty, and returns its end, without padding. */
    public static int write(final ByteBuffer buffer, final int offset, final int known) {
        if (known == 0) {
            return offset;
        }
        final int set = known | ((known & ASCONF) != 0 ? WITH_ASCONF : 0);
        int at = offset + Parameter.HEADER_LENGTH;
        for (int i = 0; i < CHUNK_TYPES.length; i++) {
            if ((set & 1 << i) != 0) {
                buffer.put(at++, (byte) CHUNK_TYPES[i]);
            }
        }
        final int length = at - offset;
        Parameter.write(buffer, offset, ParameterType.SUPPORTED_EXTENSIONS, length);
        Chunk.pad(buffer, offset, length);
        return at;
    }
}
