package io.sctp.option;

/** HMAC algorithms for authenticated chunks (RFC 4895 section 3.3). */
public enum HmacAlgorithm {
    /** HMAC with SHA-1, which every implementation supports. */
    SHA_1(1),
    /** HMAC with SHA-256. */
    SHA_256(3);

    private final int id;

    HmacAlgorithm(final int id) {
        this.id = id;
    }

    /** The identifier on the wire. */
    public int id() {
        return id;
    }
}
