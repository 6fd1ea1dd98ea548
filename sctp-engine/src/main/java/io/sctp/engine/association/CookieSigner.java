package io.sctp.engine.association;

import io.sctp.engine.memory.Work;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs State Cookies with HMAC-SHA-256, truncated to {@link StateCookie#MAC_LENGTH} bytes (RFC 9260 section 5.1.3).
 * The secret is replaced at a fixed interval. The previous secret is still accepted, so a cookie stays authentic for at
 * least one interval.
 */
final class CookieSigner {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_LENGTH = 32;

    /** The block length of SHA-256. */
    private static final int BYTES_PER_STEP = 64;

    private final RandomGenerator random;
    private final Work work;
    private final ByteBuffer bound = ByteBuffer.allocate(Long.BYTES);
    private final byte[] received = new byte[StateCookie.MAC_LENGTH];
    private final byte[] expected = new byte[StateCookie.MAC_LENGTH];
    private Mac current;
    private Mac previous;
    private long currentSinceNs;
    private long secretLifeNs;

    CookieSigner(final RandomGenerator random, final Work work, final long secretLifeNs, final long nowNs) {
        this.work = work;
        this.random = random;
        this.secretLifeNs = secretLifeNs;
        current = newMac();
        previous = newMac();
        currentSinceNs = nowNs;
    }

    /** Sets the longest lifespan of a cookie. No secret is replaced sooner. */
    void life(final long lifeNs) {
        secretLifeNs = Math.max(secretLifeNs, lifeNs);
    }

    /**
     * Writes the MAC of the bytes from {@code begin} to {@code end}, the ports and the tag at {@code end}.
     *
     * @param ports the ports of both ends; they and this end's {@code tag} are signed with the cookie
     */
    void sign(
            final ByteBuffer buffer, final int begin, final int end, final int ports, final int tag, final long nowNs) {
        rotate(nowNs);
        bind(ports, tag);
        buffer.put(end, digest(current, buffer, begin, end), 0, StateCookie.MAC_LENGTH);
    }

    /** Whether the MAC at {@code end} is valid for these ports and this tag. */
    boolean isGenuine(
            final ByteBuffer buffer, final int begin, final int end, final int ports, final int tag, final long nowNs) {
        rotate(nowNs);
        bind(ports, tag);
        buffer.get(end, received, 0, StateCookie.MAC_LENGTH);
        return matches(current, buffer, begin, end) || matches(previous, buffer, begin, end);
    }

    /** Derives eight unpredictable bytes from the secret, different for each label. */
    long derive(final int label) {
        current.update((byte) label);
        return ByteBuffer.wrap(current.doFinal()).getLong();
    }

    private void bind(final int ports, final int tag) {
        bound.putInt(0, ports).putInt(Integer.BYTES, tag);
    }

    private boolean matches(final Mac mac, final ByteBuffer buffer, final int begin, final int end) {
        System.arraycopy(digest(mac, buffer, begin, end), 0, expected, 0, StateCookie.MAC_LENGTH);
        return MessageDigest.isEqual(expected, received);
    }

    private byte[] digest(final Mac mac, final ByteBuffer buffer, final int begin, final int end) {
        work.steps((end - begin) / BYTES_PER_STEP);
        mac.update(bound.array());
        mac.update(buffer.slice(begin, end - begin));
        return mac.doFinal();
    }

    private void rotate(final long nowNs) {
        if (nowNs - currentSinceNs > secretLifeNs) {
            previous = current;
            current = newMac();
            currentSinceNs = nowNs;
        }
    }

    private Mac newMac() {
        final byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
