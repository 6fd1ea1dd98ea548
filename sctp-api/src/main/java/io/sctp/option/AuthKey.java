package io.sctp.option;

/** A shared key (SCTP_AUTH_KEY, RFC 6458 section 8.3.3). Immutable; its text form does not show the secret. */
public final class AuthKey {
    private final int number;
    private final byte[] secret;

    /**
     * Makes a key from a copy of the secret.
     *
     * @param number the key's number, 0 to 65535
     * @param secret the key, at most 65535 bytes
     */
    public AuthKey(final int number, final byte[] secret) {
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("key number " + number + " is not between 0 and 65535");
        }
        if (secret.length > 0xFFFF) {
            throw new IllegalArgumentException("a key of " + secret.length + " bytes is longer than 65535");
        }
        this.number = number;
        this.secret = secret.clone();
    }

    /** The key's number. */
    public int number() {
        return number;
    }

    /** A copy of the secret. */
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public String toString() {
        return "AuthKey[number=" + number + "]";
    }
}
