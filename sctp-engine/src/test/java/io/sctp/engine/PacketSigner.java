package io.sctp.engine;

import io.sctp.engine.packet.Chunk;
import io.sctp.engine.packet.Parameter;
import io.sctp.engine.packet.ParameterType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs chunks as RFC 4895 says, with the empty key 0 and HMAC-SHA-256, by what two ends said of themselves in INIT and
 * INIT ACK. It shares nothing with the engine's own.
 */
public final class PacketSigner {
    private static final int HEADER_LENGTH = 8;
    private static final int HMAC_LENGTH = 32;

    private final Mac mac;

    /** Takes the parameters of an INIT and of its INIT ACK. */
    public PacketSigner(final ByteBuffer one, final ByteBuffer other) {
        final byte[] first = vector(one);
        final byte[] second = vector(other);
        final boolean inOrder = first.length != second.length
                ? first.length < second.length
                : Arrays.compareUnsigned(first, second) < 0;
        final ByteArrayOutputStream key = new ByteArrayOutputStream();
        key.writeBytes(inOrder ? first : second);
        key.writeBytes(inOrder ? second : first);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toByteArray(), "HmacSHA256"));
        } catch (final GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] vector(final ByteBuffer parameters) {
        final ByteArrayOutputStream vector = new ByteArrayOutputStream();
        for (int at = 0; at < parameters.capacity(); at = Parameter.next(parameters, at)) {
            final int type = Parameter.type(parameters, at);
            if (type == ParameterType.RANDOM || type == ParameterType.CHUNKS || type == ParameterType.HMAC_ALGO) {
                final byte[] parameter = new byte[Parameter.length(parameters, at)];
                parameters.get(at, parameter);
                vector.writeBytes(parameter);
            }
        }
        return vector.toByteArray();
    }

    /** Puts an AUTH before chunks. */
    public byte[] sign(final byte[] chunks) {
        final int begin = HEADER_LENGTH + HMAC_LENGTH;
        final byte[] signed = new byte[begin + Chunk.padded(chunks.length)];
        ByteBuffer.wrap(signed).putInt(15 << 24 | begin).putShort((short) 0).putShort((short) 3);
        System.arraycopy(chunks, 0, signed, begin, chunks.length);
        System.arraycopy(mac.doFinal(signed), 0, signed, HEADER_LENGTH, HMAC_LENGTH);
        return signed;
    }
}
