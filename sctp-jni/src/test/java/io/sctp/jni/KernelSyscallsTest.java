package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.natives.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The system calls against a kernel that has SCTP, over loopback. Skipped where it has none. */
@Timeout(120)
class KernelSyscallsTest {

    private static final int SLOT = 256;
    private static final int PATIENCE_MILLIS = 10_000;

    private final List<Integer> opened = new ArrayList<>();
    private final List<ByteBuffer> memory = new ArrayList<>();
    private int listener;
    private int client;
    private int server;

    @BeforeEach
    void connect() {
        NativeLibrary.load();
        int probe = Syscalls.socket(Abi.Socket.AF_INET, Abi.Socket.SOCK_STREAM);
        assumeTrue(probe != -Abi.Errno.EPROTONOSUPPORT, "this kernel has no SCTP");
        listener = open(probe);
        ByteBuffer name = ipv4(0, 1);
        ok(Syscalls.bind(listener, at(name), Abi.SockaddrIn.SIZE));
        ok(Syscalls.getsockname(listener, at(name), Abi.SockaddrIn.SIZE));
        ByteBuffer second = ipv4(Short.toUnsignedInt(name.getShort(Abi.SockaddrIn.PORT)), 2);
        ok(Syscalls.bindx(listener, at(second), Abi.SockaddrIn.SIZE, Abi.Call.BINDX_ADD));
        ok(Syscalls.listen(listener, 5));

        client = open(Syscalls.socket(Abi.Socket.AF_INET, Abi.Socket.SOCK_STREAM));
        set(client, Abi.Option.NODELAY, 1);
        ByteBuffer both = memory(2 * Abi.SockaddrIn.SIZE);
        both.put(0, name, 0, Abi.SockaddrIn.SIZE).put(Abi.SockaddrIn.SIZE, second, 0, Abi.SockaddrIn.SIZE);
        ByteBuffer id = memory(4);
        assertEquals(-Abi.Errno.EINPROGRESS, Syscalls.connectx(client, at(both), both.capacity(), at(id)));
        assertNotEquals(0, id.getInt(0));
        await(listener, Abi.Poll.POLLIN);
        server = open(Syscalls.accept(listener));
        await(client, Abi.Poll.POLLOUT);
        set(server, Abi.Option.RECVRCVINFO, 1);
        ByteBuffer eager = memory(Abi.SackInfo.SIZE).putInt(Abi.SackInfo.FREQ, 1);
        int sack = Abi.Option.DELAYED_ACK_TIME;
        ok(Syscalls.setsockopt(server, Abi.Socket.SOL_SCTP, sack, at(eager), Abi.SackInfo.SIZE));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Syscalls::close);
    }

    @Test
    void shouldCarryWhatTheDescriptorSays() {
        set(server, Abi.Option.RECVNXTINFO, 1);
        ByteBuffer payload = payload(100, 1);
        ByteBuffer message = memory(Abi.MessageDescriptor.SIZE);
        message.putInt(Abi.Descriptor.FLAGS, Abi.DescriptorFlag.UNORDERED | Abi.DescriptorFlag.SACK_IMMEDIATELY)
                .putShort(Abi.Descriptor.STREAM, (short) 3)
                .putInt(Abi.Descriptor.PPID, 46)
                .putShort(Abi.Descriptor.PR_POLICY, (short) Abi.DescriptorPrPolicy.LIFETIME)
                .putInt(Abi.Descriptor.PR_VALUE, 5000);
        assertEquals(100, Syscalls.send(client, at(payload), 100, at(message), Abi.Call.SEND_MORE));
        assertEquals(100, Syscalls.send(client, at(payload), 100, at(message), 0));
        await(server, Abi.Poll.POLLIN);

        ByteBuffer received = memory(Abi.MessageDescriptor.SIZE);
        ByteBuffer into = memory(SLOT);
        assertEquals(100, Syscalls.receive(server, at(into), SLOT, at(received), 0));
        assertEquals(payload, into.slice(0, 100));
        int flags = received.getInt(Abi.Descriptor.FLAGS);
        int expected = Abi.DescriptorFlag.UNORDERED
                | Abi.DescriptorFlag.COMPLETE
                | Abi.DescriptorFlag.ADDRESS
                | Abi.DescriptorFlag.NEXT_INFO;
        assertEquals(Integer.toHexString(expected), Integer.toHexString(flags));
        assertEquals(3, received.getShort(Abi.Descriptor.STREAM));
        assertEquals(46, received.getInt(Abi.Descriptor.PPID));
        assertNotEquals(0, received.getInt(Abi.Descriptor.ASSOCIATION));
        assertEquals(100, received.getInt(Abi.MessageDescriptor.NEXT_LENGTH));
        assertEquals(46, received.getInt(Abi.MessageDescriptor.NEXT_PPID));
        assertEquals(3, received.getShort(Abi.MessageDescriptor.NEXT_STREAM));
        assertEquals(Abi.DescriptorFlag.UNORDERED, received.getShort(Abi.MessageDescriptor.NEXT_FLAGS));
        int family = received.getShort(Abi.MessageDescriptor.SOCKADDR + Abi.SockaddrIn.FAMILY);
        assertEquals(Abi.Socket.AF_INET, family);
    }

    @Test
    void shouldMoveBatchesWholeAndInOrder() {
        transfer(1000, 64);
    }

    @Test
    void shouldNotStallWhenTheBatchIsLargerThanTheSendBuffer() {
        ByteBuffer size = memory(4).putInt(0, 4096);
        ok(Syscalls.setsockopt(client, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_SNDBUF, at(size), 4));
        transfer(1000, 200);
    }

    @Test
    void shouldNotHoldBackWhatPrecedesAnError() {
        Batch batch = new Batch(3, 100);
        batch.descriptors.putShort(2 * Abi.Descriptor.SIZE + Abi.Descriptor.STREAM, (short) 60000);
        assertEquals(2, Syscalls.sendBatch(client, at(batch.descriptors), 3, 0, 0, Long.MAX_VALUE));
        long failed = at(batch.descriptors) + 2 * Abi.Descriptor.SIZE;
        assertEquals(-Abi.Errno.EINVAL, Syscalls.sendBatch(client, failed, 1, 0, 0, Long.MAX_VALUE));
        Batch received = new Batch(3, SLOT);
        await(server, Abi.Poll.POLLIN);
        assertEquals(2, Syscalls.receiveBatch(server, at(received.descriptors), 3, 0, 0, Long.MAX_VALUE));
    }

    @Test
    void shouldEndABatchAtTheEndOfTheStream() {
        Batch batch = new Batch(3, 100);
        assertEquals(3, Syscalls.sendBatch(client, at(batch.descriptors), 3, 0, 0, Long.MAX_VALUE));
        ok(Syscalls.shutdown(client, Abi.Socket.SHUT_WR));
        Batch received = new Batch(10, SLOT);
        int count = 0;
        while (count < 4) {
            await(server, Abi.Poll.POLLIN);
            count += Syscalls.receiveBatch(server, received.address(count), 10 - count, 0, 0, Long.MAX_VALUE);
        }
        assertEquals(4, count);
        assertEquals(Abi.DescriptorFlag.END_OF_STREAM, received.flags(3));
        assertEquals(0, received.length(3));
    }

    @Test
    void shouldTellAnAbortBehindAFullRun() {
        Batch batch = new Batch(64, 100);
        assertEquals(64, Syscalls.sendBatch(client, at(batch.descriptors), 64, 0, 0, Long.MAX_VALUE));
        ByteBuffer now = memory(Abi.Linger.SIZE).putInt(Abi.Linger.ONOFF, 1);
        ok(Syscalls.setsockopt(client, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_LINGER, at(now), Abi.Linger.SIZE));
        opened.remove((Integer) client);
        ok(Syscalls.close(client));
        await(server, Abi.Poll.POLLERR | Abi.Poll.POLLHUP);
        Batch received = new Batch(100, SLOT);
        assertEquals(65, Syscalls.receiveBatch(server, at(received.descriptors), 100, 0, 0, Long.MAX_VALUE));
        assertEquals(Abi.DescriptorFlag.FAILED, received.flags(64));
        assertEquals(-Abi.Errno.ECONNRESET, received.length(64));
    }

    @Test
    void shouldPeelOffASocketLikeAllOthers() {
        int many = open(Syscalls.socket(Abi.Socket.AF_INET, Abi.Socket.SOCK_SEQPACKET));
        ByteBuffer name = memory(Abi.SockaddrIn.SIZE);
        ok(Syscalls.getsockname(listener, at(name), Abi.SockaddrIn.SIZE));
        ByteBuffer peer = ipv4(Short.toUnsignedInt(name.getShort(Abi.SockaddrIn.PORT)), 1);
        ByteBuffer id = memory(4);
        assertEquals(-Abi.Errno.EINPROGRESS, Syscalls.connectx(many, at(peer), Abi.SockaddrIn.SIZE, at(id)));
        await(listener, Abi.Poll.POLLIN);
        int accepted = open(Syscalls.accept(listener));
        int flags = Abi.Socket.SOCK_NONBLOCK | Abi.Socket.SOCK_CLOEXEC;
        int peeled = open(Syscalls.peelOff(many, id.getInt(0), flags));
        assertEquals(3, Syscalls.send(peeled, at(payload(3, 9)), 3, 0, 0));
        await(accepted, Abi.Poll.POLLIN);
        ByteBuffer received = memory(Abi.MessageDescriptor.SIZE);
        assertEquals(3, Syscalls.receive(accepted, at(memory(8)), 8, at(received), 0));
        assertEquals(-Abi.Errno.EAGAIN, Syscalls.receive(peeled, at(memory(8)), 8, at(received), 0));
    }

    @Test
    void shouldReckonWithAtLeastWhatTheKernelChargesForAMessage() {
        ByteBuffer buffer = memory(4).putInt(0, 200_000);
        ok(Syscalls.setsockopt(client, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_SNDBUF, at(buffer), 4));
        for (int length = 1; length < 60_000; length = length * 3 + 1) {
            int before = queued();
            ok(Syscalls.send(client, at(payload(length, 0)), length, 0, Abi.Call.SEND_MORE));
            int charged = queued() - before;
            assertTrue(charged <= 2 * length + 1536, charged + " bytes for a message of " + length);
            drain();
        }
    }

    /** Sends messages in batches while there is room, receiving when there is none, until all are there. */
    private void transfer(int messages, int batchSize) {
        Batch sending = new Batch(messages, 100);
        Batch receiving = new Batch(batchSize, SLOT);
        int sent = 0;
        int received = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (received < messages) {
            assertTrue(System.nanoTime() - deadline < 0, "stalled: " + sent + " sent, " + received + " received");
            int count = Syscalls.sendBatch(
                    client, sending.address(sent), Math.min(batchSize, messages - sent), 0, 0, Long.MAX_VALUE);
            if (count > 0) {
                sent += count;
                continue;
            }
            assertTrue(count == -Abi.Errno.EAGAIN || sent == messages, "errno " + -count);
            // Room comes back with an acknowledgement, which may be after everything sent has been received.
            ok(Syscalls.poll(server, Abi.Poll.POLLIN, -1, 10));
            receiving.reset();
            count = Syscalls.receiveBatch(server, at(receiving.descriptors), batchSize, 0, 0, Long.MAX_VALUE);
            assertTrue(count > 0 || count == -Abi.Errno.EAGAIN, "errno " + -count);
            for (int i = 0; i < count; i++) {
                assertEquals(Abi.DescriptorFlag.COMPLETE, receiving.flags(i));
                assertEquals(100, receiving.length(i));
                assertEquals(received, receiving.payloads.getInt(i * SLOT));
                received++;
            }
        }
        assertEquals(messages, sent);
    }

    private void drain() {
        ByteBuffer received = memory(Abi.MessageDescriptor.SIZE);
        ByteBuffer into = memory(1 << 16);
        ok(Syscalls.send(client, at(into), 1, 0, 0));
        int length;
        do {
            await(server, Abi.Poll.POLLIN);
            length = ok(Syscalls.receive(server, at(into), into.capacity(), at(received), 0));
        } while (length > 1 || into.get(0) != 0);
        while (queued() > 0) {
            ok(Syscalls.poll(client, Abi.Poll.POLLERR, -1, 1));
        }
    }

    /** {@code sk_wmem_queued}, the sixth of the numbers of {@code SO_MEMINFO}. */
    private int queued() {
        ByteBuffer numbers = memory(64);
        ok(Syscalls.getsockopt(client, Abi.Socket.SOL_SOCKET, Abi.Socket.SO_MEMINFO, at(numbers), 64));
        return numbers.getInt(5 * 4);
    }

    /** Descriptors and slots; payload i begins with the int i. */
    private final class Batch {
        final ByteBuffer descriptors;
        final ByteBuffer payloads;
        private final int length;

        Batch(int count, int length) {
            this.length = length;
            descriptors = memory(count * Abi.Descriptor.SIZE);
            payloads = memory(count * SLOT);
            for (int i = 0; i < count; i++) {
                payloads.putInt(i * SLOT, i);
                descriptors.putLong(i * Abi.Descriptor.SIZE + Abi.Descriptor.PAYLOAD, at(payloads) + (long) i * SLOT);
            }
            reset();
        }

        void reset() {
            for (int at = 0; at < descriptors.capacity(); at += Abi.Descriptor.SIZE) {
                descriptors.putInt(at + Abi.Descriptor.LENGTH, length);
            }
        }

        long address(int index) {
            return at(descriptors) + (long) index * Abi.Descriptor.SIZE;
        }

        int flags(int index) {
            return descriptors.getInt(index * Abi.Descriptor.SIZE + Abi.Descriptor.FLAGS);
        }

        int length(int index) {
            return descriptors.getInt(index * Abi.Descriptor.SIZE + Abi.Descriptor.LENGTH);
        }
    }

    private void set(int descriptor, int option, int value) {
        ok(Syscalls.setsockopt(
                descriptor, Abi.Socket.SOL_SCTP, option, at(memory(4).putInt(0, value)), 4));
    }

    private static void await(int descriptor, int events) {
        assertNotEquals(0, ok(Syscalls.poll(descriptor, events, -1, PATIENCE_MILLIS)), "nothing came");
    }

    private ByteBuffer ipv4(int portInNetworkOrder, int lastByte) {
        return memory(Abi.SockaddrIn.SIZE)
                .putShort(Abi.SockaddrIn.FAMILY, (short) Abi.Socket.AF_INET)
                .putShort(Abi.SockaddrIn.PORT, (short) portInNetworkOrder)
                .put(Abi.SockaddrIn.ADDR, new byte[] {127, 0, 0, (byte) lastByte});
    }

    private ByteBuffer payload(int length, int first) {
        ByteBuffer payload = memory(length);
        for (int i = 0; i < length; i++) {
            payload.put(i, (byte) (first + i));
        }
        return payload;
    }

    private ByteBuffer memory(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
        memory.add(buffer);
        return buffer;
    }

    private static long at(ByteBuffer buffer) {
        return Syscalls.address(buffer);
    }

    private int open(int descriptor) {
        opened.add(ok(descriptor));
        return descriptor;
    }

    private static int ok(int result) {
        assertTrue(result >= 0, "errno " + -result);
        return result;
    }
}
