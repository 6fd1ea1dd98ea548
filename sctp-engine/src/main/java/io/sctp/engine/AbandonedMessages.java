package io.sctp.engine;

/** Numbers of abandoned messages by policy, and by whether any part was sent (RFC 7496 sections 4.3 and 4.4). */
public interface AbandonedMessages {
    /** Returns the number of messages abandoned before any part was sent. */
    long unsent(Policy policy);

    /** Returns the number of messages abandoned after some part was sent. */
    long sent(Policy policy);

    /** Returns the number of messages abandoned before any part was sent, of all policies. */
    long unsent();

    /** Returns the number of messages abandoned after some part was sent, of all policies. */
    long sent();
}
