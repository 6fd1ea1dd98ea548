package io.sctp;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.spi.SocketAddresses;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToLongFunction;

/**
 * What came with a received message: its stream, payload protocol identifier, sequence numbers and source (RFC 6458,
 * sections 5.3.5 and 5.3.6), or the notification that came in a message's place.
 *
 * <p>Reusable: make one per receiving thread; each receive overwrites it, and allocates nothing. Not safe for use by
 * several threads at once.
 */
public final class ReceiveInfo {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(EXTENDED_SIZE).order(ByteOrder.nativeOrder());
    private volatile long memoryAddress;
    private SctpNotification notification;

    /** Empty until a receive fills it. */
    public ReceiveInfo() {}

    /** The association the message came on. */
    public int association() {
        return memory.getInt(ASSOCIATION_OFFSET);
    }

    /** The stream the message came on. */
    public int stream() {
        return Short.toUnsignedInt(memory.getShort(STREAM_OFFSET));
    }

    /** The stream sequence number; meaningless for unordered messages. */
    public int ssn() {
        return Short.toUnsignedInt(memory.getShort(SSN_OFFSET));
    }

    /** The payload protocol identifier as a plain number. */
    public int ppid() {
        return memory.getInt(PPID_OFFSET);
    }

    /** The transmission sequence number of the message's first chunk. */
    public int tsn() {
        return memory.getInt(TSN_OFFSET);
    }

    /** The highest TSN up to which all had arrived; given for unordered messages. */
    public int cumulativeTsn() {
        return memory.getInt(CUMULATIVE_TSN_OFFSET);
    }

    /** The value set with {@link SctpOptions#CONTEXT} for the association. */
    public int context() {
        return memory.getInt(CONTEXT_OFFSET);
    }

    /** Whether the message was sent unordered. */
    public boolean unordered() {
        return flag(FLAG_UNORDERED);
    }

    /** Whether this was the last, or only, part of the message: false means that the next receive brings more of it. */
    public boolean complete() {
        return flag(FLAG_COMPLETE);
    }

    /**
     * Says whether receives are to tell the {@link #source}, as they do at first: asking the kernel for it takes some
     * hundred instructions a message.
     *
     * @return this
     */
    public ReceiveInfo sourceWanted(final boolean wanted) {
        final int flags = memory.getInt(FLAGS_OFFSET);
        memory.putInt(FLAGS_OFFSET, wanted ? flags & ~FLAG_SOURCE_UNWANTED : flags | FLAG_SOURCE_UNWANTED);
        return this;
    }

    /** The address the message came from; allocates. Null if it was not wanted or the provider did not say. */
    public InetSocketAddress source() {
        return flag(FLAG_ADDRESS) ? SocketAddresses.read(memory, SOCKADDR_OFFSET) : null;
    }

    /** Whether the {@code next...} values are known: another message waits, and RECVNXTINFO is on. */
    public boolean hasNext() {
        return flag(FLAG_NEXT_INFO);
    }

    /** The stream of the message that waits. */
    public int nextStream() {
        return Short.toUnsignedInt(memory.getShort(NEXT_STREAM_OFFSET));
    }

    /** The payload protocol identifier of the message that waits. */
    public int nextPpid() {
        return memory.getInt(NEXT_PPID_OFFSET);
    }

    /** The length, as far as it has arrived, of the message that waits. */
    public int nextLength() {
        return memory.getInt(NEXT_LENGTH_OFFSET);
    }

    /** The association of the message that waits. */
    public int nextAssociation() {
        return memory.getInt(NEXT_ASSOCIATION_OFFSET);
    }

    /** What happened, after a receive returned {@link SctpMessageChannel#NOTIFICATION}; else null. */
    public SctpNotification notification() {
        return notification;
    }

    /** The memory that holds these fields, laid out as {@link io.sctp.spi.MessageDescriptor} says. */
    ByteBuffer memory() {
        return memory;
    }

    /** The address of {@link #memory()}, asked for once. */
    long memoryAddress(final ToLongFunction<ByteBuffer> addressOf) {
        long address = memoryAddress;
        if (address == 0) {
            address = addressOf.applyAsLong(memory);
            memoryAddress = address;
        }
        return address;
    }

    /** The notification that this receive brought, or null. */
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
