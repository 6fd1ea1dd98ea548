package io.sctp.engine.sim;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a malicious peer who knows a shared key signs (RFC 4895); made of both ends' parameters, by itself. */
final class Signature {
    static final int LENGTH = 8 + 32;

    private static final int AUTH = 15;
    private static final int RANDOM = 0x8002;
    private static final int CHUNKS = 0x8003;
    private static final int HMAC_ALGO = 0x8004;
    private static final int SHA_256 = 3;

    /** What both ends have in the simulator. */
    private static final byte[][] KEYS = {{9}, {1, 2, 3}};

    private final int key;
    private final byte[] own;
    private Mac mac;

    Signature(final SimRandom random) {
        key = random.between(0, 1);
        final ByteBuffer parameters = ByteBuffer.allocate(36 + 6 + 6);
        final byte[] number = new byte[32];
        random.nextBytes(number);
        parameters.putShort((short) RANDOM).putShort((short) 36).put(number);
        // ASCONF and ASCONF-ACK.
        parameters.putShort((short) CHUNKS).putShort((short) 6).putShort((short) 0xC180);
        parameters.putShort((short) HMAC_ALGO).putShort((short) 6).putShort((short) SHA_256);
        own = parameters.array();
    }

    /** Writes its parameters into an INIT or INIT ACK. */
    void write(final Forger forger) {
        forger.bytes(Arrays.copyOf(own, 42)).fill(2);
        forger.bytes(Arrays.copyOfRange(own, 42, own.length)).fill(2);
    }

    /** Takes the other end's parameters, from an INIT or INIT ACK; says whether it has any. */
    boolean hears(final ByteBuffer packet, final int parameters, final int length) {
        final ByteBuffer other = ByteBuffer.allocate(length);
        for (final int type : new int[] {RANDOM, CHUNKS, HMAC_ALGO}) {
            for (int at = parameters; at + 4 <= length; at += MaliciousPeer.padded(packet, at)) {
                if ((packet.getShort(at) & 0xFFFF) == type) {
                    for (int i = 0; i < (packet.getShort(at + 2) & 0xFFFF); i++) {
                        other.put(packet.get(at + i));
                    }
                }
            }
        }
        if (other.position() == 0) {
            return false;
        }
        final byte[] others = Arrays.copyOf(other.array(), other.position());
        final boolean isFirst =
                own.length == others.length ? Arrays.compareUnsigned(own, others) < 0 : own.length < others.length;
        final ByteBuffer secret = ByteBuffer.allocate(KEYS[key].length + own.length + others.length);
        secret.put(KEYS[key]).put(isFirst ? own : others).put(isFirst ? others : own);
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.array(), "HmacSHA256"));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    /** Begins an AUTH chunk, which is signed at last. */
    void begin(final Forger forger) {
        forger.chunk(AUTH, 0).shorts(key, SHA_256).fill(LENGTH - 8);
    }

    void sign(final ByteBuffer packet, final int auth, final int end) {
        final byte[] bytes = new byte[end - auth];
        packet.get(auth, bytes);
        packet.put(auth + 8, mac.doFinal(bytes));
    }
}
