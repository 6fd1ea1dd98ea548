package io.sctp.option;

import java.util.Arrays;

/**
 * A shared key (SCTP_AUTH_KEY; RFC 6458, section 8.3.2).
 *
 * @param number the key's number, 0 to 65535
 * @param secret the key, which is copied
 */
public record AuthKey(int number, byte[] secret) {
    /** Copies the secret. */
    public AuthKey {
        secret = secret.clone();
    }

    /** A copy of the secret. */
    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof AuthKey that && number == that.number && Arrays.equals(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return 31 * number + Arrays.hashCode(secret);
    }

    /** The number only: secrets do not belong into logs. */
    @Override
    public String toString() {
        return "AuthKey[number=" + number + "]";
    }
}
