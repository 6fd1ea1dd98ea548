package io.sctp.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.natives.Abi;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What of the system calls can be seen on a kernel without SCTP. */
class SyscallsTest {

    private static final int NO_DESCRIPTOR = -1;

    private final List<Integer> opened = new ArrayList<>();

    /** What the calls are given the address of, kept until the test is over. */
    private final List<ByteBuffer> memory = new ArrayList<>();

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Syscalls::close);
    }

    @Test
    void shouldHaveALinkedFunctionForEveryNativeMethod() throws ReflectiveOperationException {
        int called = 0;
        for (Method method : Syscalls.class.getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers())) {
                Object[] arguments = new Object[method.getParameterCount()];
                for (int i = 0; i < arguments.length; i++) {
                    Class<?> type = method.getParameterTypes()[i];
                    arguments[i] = type == int.class ? (Object) NO_DESCRIPTOR : type == long.class ? (Object) 0L : null;
                }
                Object result = method.invoke(null, arguments);
                opened.add(method.getName().endsWith("Create") ? ((Number) result).intValue() : NO_DESCRIPTOR);
                called++;
            }
        }
        assertTrue(called >= 28, "native methods called: " + called);
    }

    @Test
    void shouldAnswerABadDescriptorWithItsError() {
        long memory = memory(512);
        assertEquals(-Abi.Errno.EBADF, Syscalls.close(NO_DESCRIPTOR));
        assertEquals(-Abi.Errno.EBADF, Syscalls.shutdown(NO_DESCRIPTOR, Abi.Socket.SHUT_RDWR));
        assertEquals(-Abi.Errno.EBADF, Syscalls.bind(NO_DESCRIPTOR, memory, Abi.SockaddrIn.SIZE));
        assertEquals(-Abi.Errno.EBADF, Syscalls.listen(NO_DESCRIPTOR, 1));
        assertEquals(-Abi.Errno.EBADF, Syscalls.accept(NO_DESCRIPTOR));
        assertEquals(-Abi.Errno.EBADF, Syscalls.getsockname(NO_DESCRIPTOR, memory, 28));
        assertEquals(-Abi.Errno.EBADF, Syscalls.bindx(NO_DESCRIPTOR, memory, 16, Abi.Call.BINDX_ADD));
        assertEquals(-Abi.Errno.EBADF, Syscalls.connectx(NO_DESCRIPTOR, memory, 16, memory));
        assertEquals(-Abi.Errno.EBADF, Syscalls.peelOff(NO_DESCRIPTOR, 1, 0));
        assertEquals(-Abi.Errno.EBADF, Syscalls.getsockopt(NO_DESCRIPTOR, Abi.Socket.SOL_SCTP, 0, memory, 16));
        assertEquals(-Abi.Errno.EBADF, Syscalls.setsockopt(NO_DESCRIPTOR, Abi.Socket.SOL_SCTP, 0, memory, 16));
        assertEquals(-Abi.Errno.EBADF, Syscalls.send(NO_DESCRIPTOR, memory, 1, 0, 0));
        assertEquals(-Abi.Errno.EBADF, Syscalls.receive(NO_DESCRIPTOR, memory, 1, memory(128), 0));
        assertEquals(-Abi.Errno.EBADF, Syscalls.sendBatch(NO_DESCRIPTOR, memory, 3, 0, 0, Long.MAX_VALUE));
        assertEquals(-Abi.Errno.EBADF, Syscalls.receiveBatch(NO_DESCRIPTOR, memory, 3, 0, 0, Long.MAX_VALUE));
    }

    @Test
    void shouldRefuseNullMemory() {
        int event = open(Syscalls.eventCreate());
        assertEquals(-Abi.Errno.EFAULT, Syscalls.receive(event, 0, 0, 0, 0));
        assertEquals(-Abi.Errno.EFAULT, Syscalls.sendBatch(event, 0, 1, 0, 0, Long.MAX_VALUE));
        assertEquals(-Abi.Errno.EFAULT, Syscalls.receiveBatch(event, 0, 1, 0, 0, Long.MAX_VALUE));
        int epoll = open(Syscalls.epollCreate());
        Syscalls.epollControl(epoll, Abi.Poll.EPOLL_CTL_ADD, event, Abi.Poll.POLLOUT, 0);
        assertEquals(-Abi.Errno.EFAULT, Syscalls.epollWait(epoll, 0, 8, 0));
        assertEquals(0, Syscalls.errnoName(1, 0, 8));
        assertTrue(Syscalls.abi(0, Integer.MAX_VALUE) > 0);
    }

    @Test
    void shouldRefuseAMisalignedDescriptor() {
        long misaligned = memory(256) + 4;
        assertEquals(-Abi.Errno.EINVAL, Syscalls.send(0, 0, 0, misaligned, 0));
        assertEquals(-Abi.Errno.EINVAL, Syscalls.receive(0, 0, 0, misaligned, 0));
        assertEquals(-Abi.Errno.EINVAL, Syscalls.sendBatch(0, misaligned, 1, 0, 0, Long.MAX_VALUE));
        assertEquals(-Abi.Errno.EINVAL, Syscalls.receiveBatch(0, misaligned, 1, 0, 0, Long.MAX_VALUE));
    }

    @Test
    void shouldSayOfASocketThatIsNotSctp() {
        int event = open(Syscalls.eventCreate());
        long memory = memory(512);
        assertEquals(-Abi.Errno.ENOTSOCK, Syscalls.send(event, memory, 1, memory(128), 0));
        assertEquals(-Abi.Errno.ENOTSOCK, Syscalls.receive(event, memory, 1, memory(128), 0));
        assertEquals(-Abi.Errno.ENOTSOCK, Syscalls.sendBatch(event, memory, 2, 0, 0, Long.MAX_VALUE));
        assertEquals(-Abi.Errno.ENOTSOCK, Syscalls.receiveBatch(event, memory, 2, 0, 0, Long.MAX_VALUE));
        assertEquals(-Abi.Errno.ENOTSOCK, Syscalls.accept(event));
    }

    @Test
    void shouldWakeAThreadThatWaits() {
        int wake = open(Syscalls.eventCreate());
        int other = open(Syscalls.eventCreate());
        assertEquals(0, Syscalls.poll(other, Abi.Poll.POLLIN, wake, 0));
        Thread waker = new Thread(() -> Syscalls.eventSignal(wake));
        waker.start();
        int woken = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> Syscalls.poll(other, Abi.Poll.POLLIN, wake, -1));
        assertEquals(Abi.Poll.WOKEN, woken);
        assertEquals(1, Syscalls.eventDrain(wake));
        assertEquals(0, Syscalls.eventDrain(wake));
        assertEquals(Abi.Poll.POLLNVAL, Syscalls.poll(1 << 20, Abi.Poll.POLLIN, wake, 0));
    }

    @Test
    void shouldDeliverTheDataOfEveryReadyDescriptor() {
        int epoll = open(Syscalls.epollCreate());
        int descriptors = 5;
        for (int i = 0; i < descriptors; i++) {
            int event = open(Syscalls.eventCreate());
            assertEquals(0, Syscalls.eventSignal(event));
            assertEquals(
                    0,
                    Syscalls.epollControl(epoll, Abi.Poll.EPOLL_CTL_ADD, event, Abi.Poll.POLLIN, Long.MIN_VALUE + i));
        }
        ByteBuffer events =
                ByteBuffer.allocateDirect(descriptors * Abi.ReadyEvent.SIZE).order(ByteOrder.nativeOrder());
        assertEquals(descriptors, Syscalls.epollWait(epoll, Syscalls.address(events), descriptors, -1));
        for (int i = 0; i < descriptors; i++) {
            int at = i * Abi.ReadyEvent.SIZE;
            assertEquals(Abi.Poll.POLLIN, events.getInt(at + Abi.ReadyEvent.EVENTS));
            assertEquals(Long.MIN_VALUE + i, events.getLong(at + Abi.ReadyEvent.DATA));
        }
    }

    @Test
    void shouldGiveTheAddressOfDirectBuffersOnly() {
        ByteBuffer direct = ByteBuffer.allocateDirect(16);
        long address = Syscalls.address(direct);
        assertNotEquals(0, address);
        assertEquals(address, Syscalls.address(direct.duplicate().position(4)));
        assertEquals(address + 4, Syscalls.address(direct.slice(4, 4)));
        assertEquals(0, Syscalls.address(ByteBuffer.allocate(16)));
        assertEquals(0, Syscalls.address(null));
    }

    @Test
    void shouldNameErrors() {
        ByteBuffer text = ByteBuffer.allocateDirect(64);
        int length = Syscalls.errnoName(Abi.Errno.EADDRINUSE, Syscalls.address(text), text.capacity());
        assertEquals("EADDRINUSE", ascii(text, length));
        length = Syscalls.errnoMessage(Abi.Errno.EADDRINUSE, Syscalls.address(text), text.capacity());
        assertEquals("Address already in use", ascii(text, length));
        assertEquals(0, Syscalls.errnoName(12345, Syscalls.address(text), text.capacity()));
    }

    private int open(int descriptor) {
        assertTrue(descriptor >= 0, "errno " + -descriptor);
        opened.add(descriptor);
        return descriptor;
    }

    private long memory(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        memory.add(buffer);
        return Syscalls.address(buffer);
    }

    private static String ascii(ByteBuffer text, int length) {
        byte[] bytes = new byte[length];
        text.get(0, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
