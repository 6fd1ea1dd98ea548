package io.sctp.engine;

/**
 * How many messages were given up, by policy, before and after any of them was sent (RFC 7496 sections 4.3 and 4.4).
 */
public interface AbandonedMessages {
    /** Returns the messages given up before any of them was sent. */
    long unsent(Policy policy);

    /** Returns the messages given up after some of them was sent. */
    long sent(Policy policy);

    /** Returns the messages given up before any of them was sent, under all policies. */
    long unsent();

    /** Returns the messages given up after some of them was sent, under all policies. */
    long sent();
}
