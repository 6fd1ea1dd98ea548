package io.sctp;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToLongFunction;

/**
 * The information received with a message: stream, payload protocol identifier, sequence numbers and source (RFC 6458
 * sections 5.3.5 and 5.3.6), or the notification received in place of a message.
 *
 * <p>Reusable: make one per receiving thread. Each receive overwrites it and allocates nothing. Not safe for use by
 * several threads at once.
 */
public final class ReceiveInfo {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(EXTENDED_SIZE).order(ByteOrder.nativeOrder());
    private volatile long memoryAddress;
    private SctpNotification notification;

    /** Makes an empty info. */
    public ReceiveInfo() {}

    /** The id of the association on which the message was received. */
    public int association() {
        return memory.getInt(ASSOCIATION_OFFSET);
    }

    /** The stream on which the message was received. */
    public int stream() {
        return Short.toUnsignedInt(memory.getShort(STREAM_OFFSET));
    }

    /** The stream sequence number; undefined for unordered messages. */
    public int ssn() {
        return Short.toUnsignedInt(memory.getShort(SSN_OFFSET));
    }

    /** The payload protocol identifier in host byte order. */
    public int ppid() {
        return memory.getInt(PPID_OFFSET);
    }

    /** The TSN of the message's first chunk. */
    public int tsn() {
        return memory.getInt(TSN_OFFSET);
    }

    /** The cumulative TSN when the message was received; defined for unordered messages. */
    public int cumulativeTsn() {
        return memory.getInt(CUMULATIVE_TSN_OFFSET);
    }

    /** The association's value of {@link SctpOptions#CONTEXT}. */
    public int context() {
        return memory.getInt(CONTEXT_OFFSET);
    }

    /** Whether the message was sent unordered. */
    public boolean unordered() {
        return flag(FLAG_UNORDERED);
    }

    /** Whether this was the last or only part of the message. If false, the next receive continues it. */
    public boolean complete() {
        return flag(FLAG_COMPLETE);
    }

    /**
     * Sets whether receives report the {@link #source}; true by default. Reporting it costs some hundred instructions
     * per message on the kernel.
     *
     * @return this
     */
    public ReceiveInfo sourceWanted(final boolean wanted) {
        final int flags = memory.getInt(FLAGS_OFFSET);
        memory.putInt(FLAGS_OFFSET, wanted ? flags & ~FLAG_SOURCE_UNWANTED : flags | FLAG_SOURCE_UNWANTED);
        return this;
    }

    /** The source address of the message; allocates. Null if it was not wanted or the provider did not report it. */
    public InetSocketAddress source() {
        return flag(FLAG_ADDRESS) ? SocketAddresses.read(memory, SOCKADDR_OFFSET) : null;
    }

    /**
     * Whether the {@code next...} values are defined: another message waits, and {@link SctpOptions#RECVNXTINFO} is on.
     */
    public boolean hasNext() {
        return flag(FLAG_NEXT_INFO);
    }

    /** The stream of the next message. */
    public int nextStream() {
        return Short.toUnsignedInt(memory.getShort(NEXT_STREAM_OFFSET));
    }

    /** The payload protocol identifier of the next message, in host byte order. */
    public int nextPpid() {
        return memory.getInt(NEXT_PPID_OFFSET);
    }

    /** The length of the next message, as far as it has arrived, in bytes. */
    public int nextLength() {
        return memory.getInt(NEXT_LENGTH_OFFSET);
    }

    /** The association of the next message. */
    public int nextAssociation() {
        return memory.getInt(NEXT_ASSOCIATION_OFFSET);
    }

    /** The notification, if the receive returned {@link SctpMessageChannel#NOTIFICATION}; otherwise null. */
    public SctpNotification notification() {
        return notification;
    }

    /** The memory of these fields, laid out as in {@link io.sctp.spi.MessageDescriptor}. */
    ByteBuffer memory() {
        return memory;
    }

    /** The address of {@link #memory()}, computed once. */
    long memoryAddress(final ToLongFunction<ByteBuffer> addressOf) {
        long address = memoryAddress;
        if (address == 0) {
            address = addressOf.applyAsLong(memory);
            memoryAddress = address;
        }
        return address;
    }

    /** Sets the notification that this receive delivered, or null. */
    void notification(final SctpNotification received) {
        notification = received;
    }

    @Override
    public String toString() {
        if (notification != null) {
            return "ReceiveInfo[" + notification + "]";
        }
        return "ReceiveInfo[association=" + association() + ", stream=" + stream() + ", ssn=" + ssn() + ", ppid="
                + Integer.toUnsignedString(ppid()) + ", tsn=" + Integer.toUnsignedString(tsn())
                + (unordered() ? ", unordered" : "") + (complete() ? "" : ", more follows") + "]";
    }

    private boolean flag(final int bit) {
        return (memory.getInt(FLAGS_OFFSET) & bit) != 0;
    }
}
