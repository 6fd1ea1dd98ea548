package io.sctp;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * How to send one message: stream, payload protocol identifier and options (RFC 6458 sections 5.3.4, 5.3.7 and 5.3.8).
 *
 * <p>Reusable: a send allocates nothing and never changes the info. A thread that sends many messages makes one and
 * changes it between sends. Not safe for use by several threads at once.
 */
public final class SendInfo {
    private static final int MAX_UNSIGNED_SHORT = 0xFFFF;

    private final ByteBuffer memory = ByteBuffer.allocate(EXTENDED_SIZE).order(ByteOrder.nativeOrder());
    private InetSocketAddress destination;

    /** Stream 0, ordered, reliable, payload protocol identifier 0. */
    public SendInfo() {}

    /** Resets every field to its initial value. */
    public SendInfo clear() {
        for (int i = 0; i < EXTENDED_SIZE; i += Long.BYTES) {
            memory.putLong(i, 0);
        }
        destination = null;
        return this;
    }

    /** Sets the stream, 0 to 65535 and less than the association's number of outbound streams. */
    public SendInfo stream(final int stream) {
        memory.putShort(STREAM_OFFSET, unsignedShort("stream", stream));
        return this;
    }

    /** The stream. */
    public int stream() {
        return Short.toUnsignedInt(memory.getShort(STREAM_OFFSET));
    }

    /**
     * Sets the payload protocol identifier in host byte order: 46 for Diameter, 3 for M3UA, 60 for NGAP. It is sent in
     * network byte order.
     */
    public SendInfo ppid(final int ppid) {
        memory.putInt(PPID_OFFSET, ppid);
        return this;
    }

    /** The payload protocol identifier. */
    public int ppid() {
        return memory.getInt(PPID_OFFSET);
    }

    /** Sets whether the message may overtake other messages of its stream. */
    public SendInfo unordered(final boolean unordered) {
        return flag(FLAG_UNORDERED, unordered);
    }

    /** Whether the message may overtake others of its stream. */
    public boolean unordered() {
        return flag(FLAG_UNORDERED);
    }

    /** Sets a number of the caller's, which is not sent; {@link SctpNotification.SendFailed} returns it. */
    public SendInfo context(final int context) {
        memory.putInt(CONTEXT_OFFSET, context);
        return this;
    }

    /** The caller's number. */
    public int context() {
        return memory.getInt(CONTEXT_OFFSET);
    }

    /** On a one-to-many channel, sets the association to send to; 0 means that {@link #destination} selects it. */
    public SendInfo association(final int associationId) {
        memory.putInt(ASSOCIATION_OFFSET, associationId);
        return this;
    }

    /** The association to send to. */
    public int association() {
        return memory.getInt(ASSOCIATION_OFFSET);
    }

    /** Sets when to abandon the message; {@link PrPolicy} explains the value. */
    public SendInfo partialReliability(final PrPolicy policy, final int value) {
        if (value < 0) {
            throw new IllegalArgumentException("partial reliability value " + value + " is negative");
        }
        memory.putShort(PR_POLICY_OFFSET, (short) policy.code());
        memory.putInt(PR_VALUE_OFFSET, value);
        return this;
    }

    /** Abandons the message when it is older than this; rounded up to whole milliseconds (RFC 3758). */
    public SendInfo lifetime(final Duration lifetime) {
        return partialReliability(PrPolicy.LIFETIME, Math.toIntExact(Durations.toMillisCeiling(lifetime)));
    }

    /** When to abandon the message. */
    public PrPolicy prPolicy() {
        return PrPolicy.ofCode(memory.getShort(PR_POLICY_OFFSET));
    }

    /** The value that goes with {@link #prPolicy()}. */
    public int prValue() {
        return memory.getInt(PR_VALUE_OFFSET);
    }

    /** Asks the peer to acknowledge at once instead of delaying its SACK (RFC 7053). */
    public SendInfo sackImmediately(final boolean sackImmediately) {
        return flag(FLAG_SACK_IMMEDIATELY, sackImmediately);
    }

    /** Whether the peer is asked to acknowledge at once. */
    public boolean sackImmediately() {
        return flag(FLAG_SACK_IMMEDIATELY);
    }

    /** Authenticates the message with this shared key instead of the active one (RFC 6458 section 5.3.8). */
    public SendInfo authKey(final int keyNumber) {
        memory.putShort(AUTH_KEY_OFFSET, unsignedShort("key number", keyNumber));
        return flag(FLAG_AUTH_KEY, true);
    }

    /** The number of the shared key; -1 for the association's active key. */
    public int authKey() {
        return flag(FLAG_AUTH_KEY) ? Short.toUnsignedInt(memory.getShort(AUTH_KEY_OFFSET)) : -1;
    }

    /**
     * Sets the peer's address to send to, or null for none. On a one-to-many channel it selects the association or
     * starts a new one. With {@link #overridePrimary} it selects the path, on any channel.
     */
    public SendInfo destination(final InetSocketAddress address) {
        if (address != null && address.isUnresolved()) {
            throw new IllegalArgumentException(address + " is unresolved");
        }
        destination = address;
        if (address != null) {
            SocketAddresses.write(memory, SOCKADDR_OFFSET, address);
        }
        return flag(FLAG_ADDRESS, address != null);
    }

    /** The peer's address to send to, or null. */
    public InetSocketAddress destination() {
        return destination;
    }

    /**
     * Sends this message to {@link #destination} instead of the primary path (SCTP_ADDR_OVER, RFC 6458 section 5.3.4).
     */
    public SendInfo overridePrimary(final boolean override) {
        return flag(FLAG_ADDRESS_OVERRIDE, override);
    }

    /** Whether the message goes to {@link #destination} and not to the primary path. */
    public boolean overridePrimary() {
        return flag(FLAG_ADDRESS_OVERRIDE);
    }

    /**
     * On a one-to-many channel, sends the message to every association (SCTP_SENDALL, RFC 6458 section 5.3.4).
     *
     * <p>The message is sent to one association after the other. The first that cannot take it ends the call: with its
     * error, or with would-block on a non-blocking channel. Earlier associations have been sent the message by then,
     * and a second call would send it to them again. To know which association got it, send to each one separately.
     */
    public SendInfo sendToAll(final boolean sendToAll) {
        return flag(FLAG_SEND_ALL, sendToAll);
    }

    /** Whether the message goes to every association. */
    public boolean sendToAll() {
        return flag(FLAG_SEND_ALL);
    }

    /** The memory of these fields, laid out as in {@link io.sctp.spi.MessageDescriptor}. */
    ByteBuffer memory() {
        return memory;
    }

    @Override
    public String toString() {
        return "SendInfo[stream=" + stream() + ", ppid=" + Integer.toUnsignedString(ppid())
                + (unordered() ? ", unordered" : "") + (context() != 0 ? ", context=" + context() : "")
                + (association() != 0 ? ", association=" + association() : "")
                + (prPolicy() != PrPolicy.RELIABLE ? ", " + prPolicy() + "=" + prValue() : "")
                + (destination != null ? ", destination=" + destination : "") + "]";
    }

    private boolean flag(final int bit) {
        return (memory.getInt(FLAGS_OFFSET) & bit) != 0;
    }

    private SendInfo flag(final int bit, final boolean on) {
        final int flags = memory.getInt(FLAGS_OFFSET);
        memory.putInt(FLAGS_OFFSET, on ? flags | bit : flags & ~bit);
        return this;
    }

    private static short unsignedShort(final String what, final int value) {
        if (value < 0 || value > MAX_UNSIGNED_SHORT) {
            throw new IllegalArgumentException(what + " " + value + " is not between 0 and " + MAX_UNSIGNED_SHORT);
        }
        return (short) value;
    }
}
