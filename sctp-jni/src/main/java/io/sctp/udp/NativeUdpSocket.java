package io.sctp.udp;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.SocketAddresses;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/** A socket of the native library: recvmmsg, sendmmsg, and the offloads that the kernel supports. */
final class NativeUdpSocket implements UdpSocket {
    private static final String OPEN = "open UDP socket";

    private final int fd;
    private final int wakeFd;
    private final int family;
    private final int offload;
    private final int port;
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean closed;

    private NativeUdpSocket(final int fd, final int wakeFd, final int family, final int offload, final int port) {
        this.fd = fd;
        this.wakeFd = wakeFd;
        this.family = family;
        this.offload = offload;
        this.port = port;
    }

    static NativeUdpSocket open(final int port, final int bufferBytes, final boolean reusePort) throws SctpException {
        int family = Abi.Socket.AF_INET6;
        int fd = UdpCalls.open(family, bufferBytes, reusePort);
        if (fd == -Errno.EAFNOSUPPORT.number()) { // a machine without IPv6
            family = Abi.Socket.AF_INET;
            fd = UdpCalls.open(family, bufferBytes, reusePort);
        }
        check(fd);
        int wakeFd = -1;
        try {
            bind(fd, family, port);
            wakeFd = check(Syscalls.eventCreate());
            return new NativeUdpSocket(fd, wakeFd, family, UdpCalls.offload(fd), boundPort(fd));
        } catch (final SctpException | RuntimeException | Error e) {
            Syscalls.close(fd);
            if (wakeFd >= 0) {
                Syscalls.close(wakeFd);
            }
            throw e;
        }
    }

    private static int check(final int result) throws SctpException {
        if (result < 0) {
            throw SctpException.of(OPEN, -result, null, null);
        }
        return result;
    }

    private static void bind(final int fd, final int family, final int port) throws SctpException {
        final ByteBuffer memory =
                ByteBuffer.allocateDirect(SocketAddresses.STORAGE_SIZE).order(ByteOrder.nativeOrder());
        try {
            final InetAddress any =
                    InetAddress.getByAddress(new byte[family == Abi.Socket.AF_INET6 ? 16 : Integer.BYTES]);
            final int length = SocketAddresses.write(memory, 0, any, port);
            final int result = Syscalls.bind(fd, Syscalls.address(memory), length);
            if (result < 0) {
                throw SctpException.of("bind UDP port " + port, -result, null, null);
            }
        } catch (final UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are always an IP address", e);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    private static int boundPort(final int fd) throws SctpException {
        final ByteBuffer memory =
                ByteBuffer.allocateDirect(SocketAddresses.STORAGE_SIZE).order(ByteOrder.nativeOrder());
        try {
            check(Syscalls.getsockname(fd, Syscalls.address(memory), memory.capacity()));
            return SocketAddresses.read(memory, 0).getPort();
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    /** Lets sockets that are opened with {@code reusePort} share the port. */
    void share() throws SctpException {
        final int result = UdpCalls.share(fd);
        if (result < 0) {
            throw SctpException.of("share UDP port " + port, -result, null, null);
        }
    }

    /** Makes the system steer the packets that arrive at the shared port. */
    void steer(final Steering steering) throws SctpException {
        final char[] together = steering.portsTogether();
        final ByteBuffer memory =
                ByteBuffer.allocateDirect(Character.BYTES * together.length).order(ByteOrder.nativeOrder());
        memory.asCharBuffer().put(together);
        try {
            final int result = UdpCalls.steer(fd, steering.sockets(), Syscalls.address(memory), together.length);
            if (result < 0) {
                throw SctpException.of("steer what arrives at UDP port " + port, -result, null, null);
            }
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public String describe() {
        return "recvmmsg and sendmmsg"
                + ((offload & Abi.UdpOffload.SEND) != 0 ? ", UDP_SEGMENT" : "")
                + ((offload & Abi.UdpOffload.RECEIVE) != 0 ? ", UDP_GRO" : "");
    }

    private static void prepare(final DatagramBatch batch) {
        if (!batch.hasAddresses()) {
            batch.bindAddresses(Syscalls.address(batch.payload()), Syscalls.address(batch.descriptors()));
        }
    }

    @Override
    public int receive(final DatagramBatch batch) throws SctpException {
        prepare(batch);
        try {
            final int count =
                    UdpCalls.receiveDatagrams(fd, batch.descriptorAddress(0), batch.capacity(), batch.slotBytes());
            if (count >= 0) {
                batch.received(count);
                return count;
            }
            batch.received(0);
            if (count == -Errno.EAGAIN.number()) {
                return 0;
            }
            throw SctpException.of("receive datagrams", -count, null, null);
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    @Override
    public boolean send(final DatagramBatch batch) throws SctpException {
        try {
            final int count = UdpCalls.sendDatagrams(
                    fd, family, offload, batch.descriptorAddress(batch.position()), batch.size() - batch.position());
            if (count >= 0) {
                batch.sent(count);
            } else if (count != -Errno.EAGAIN.number()) {
                throw SctpException.of("send datagrams", -count, null, null);
            }
            return !batch.hasRemaining();
        } finally {
            Reference.reachabilityFence(batch);
        }
    }

    @Override
    public void prepareToSend(final DatagramBatch batch) {
        prepare(batch);
    }

    @Override
    public void await(final boolean alsoForRoom, final int timeoutMillis) throws SctpException {
        final int events = Abi.Poll.POLLIN | (alsoForRoom ? Abi.Poll.POLLOUT : 0);
        final int ready = Syscalls.poll(fd, events, wakeFd, timeoutMillis);
        if (ready < 0) {
            throw SctpException.of("await datagrams", -ready, null, null);
        }
        if ((ready & Abi.Poll.WOKEN) != 0) {
            // The order matters: a wake-up in between finds this thread awake, and the next one signals again.
            Syscalls.eventDrain(wakeFd);
            woken.set(false);
        }
    }

    @Override
    public void wakeup() {
        if (woken.compareAndSet(false, true)) {
            signal();
        }
    }

    /** Not after closing, when another file may have the same number. */
    private synchronized void signal() {
        if (!closed) {
            Syscalls.eventSignal(wakeFd);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Syscalls.close(fd);
            Syscalls.close(wakeFd);
        }
    }
}
