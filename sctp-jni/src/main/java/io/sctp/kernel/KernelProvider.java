package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpPoller;
import io.sctp.SctpServerChannel;
import io.sctp.jni.NativeLibrary;
import io.sctp.jni.NativeLibraryException;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.ProviderHealth;
import io.sctp.spi.SctpProvider;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;

/** The provider of Linux's SCTP sockets. Thread-safe. */
public final class KernelProvider implements SctpProvider {
    private static final int PREFERENCE = 100;

    private final ReadinessWatcher watcher = new ReadinessWatcher();
    private final Staging staging = new Staging();

    /** Creates the provider, for {@link java.util.ServiceLoader}. Does no work. */
    public KernelProvider() {}

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public int preference() {
        return PREFERENCE;
    }

    @Override
    public Availability availability() {
        try {
            NativeLibrary.load();
        } catch (final NativeLibraryException e) {
            return new Availability(false, e.getMessage());
        }
        final int fd = Syscalls.socket(Abi.Socket.AF_INET, Abi.Socket.SOCK_STREAM);
        if (fd >= 0) {
            Syscalls.close(fd);
            return new Availability(true, "this kernel has SCTP");
        }
        return new Availability(false, whyNoSocket(-fd));
    }

    @Override
    public SctpChannel openChannel(final ProtocolFamily family) throws IOException {
        return channel(open("open channel", family, Abi.Socket.SOCK_STREAM), KernelChannel::new);
    }

    @Override
    public SctpServerChannel openServerChannel(final ProtocolFamily family) throws IOException {
        return channel(open("open server channel", family, Abi.Socket.SOCK_STREAM), KernelServerChannel::new);
    }

    @Override
    public SctpMultiChannel openMultiChannel(final ProtocolFamily family) throws IOException {
        return channel(open("open multi channel", family, Abi.Socket.SOCK_SEQPACKET), KernelMultiChannel::new);
    }

    @Override
    public SctpPoller openPoller() throws IOException {
        load("open poller");
        return KernelPoller.open(watcher);
    }

    /** The threads that wake virtual threads. The provider has no others. */
    @Override
    public ProviderHealth health() {
        return new ProviderHealth(watcher.health(), new ProviderHealth.Memory(0, 0, 0));
    }

    Staging staging() {
        return staging;
    }

    /** Creates a handle for a descriptor that a channel of this provider will own. */
    Socket adopt(final int fd, final int addressFamily) {
        try {
            return new Socket(new SocketHandle(fd, watcher), addressFamily);
        } catch (final OutOfMemoryError e) { // no other thread knows the descriptor
            Syscalls.close(fd);
            throw e;
        }
    }

    /** Creates a channel for a socket that no other thread knows. If that fails, the socket is closed. */
    <C> C channel(final Socket socket, final Maker<C> maker) throws IOException {
        boolean made = false;
        try {
            final C channel = maker.make(this, socket);
            made = true;
            return channel;
        } finally {
            if (!made) {
                socket.handle().close();
            }
        }
    }

    /** Creates a channel. */
    @FunctionalInterface
    interface Maker<C> {
        C make(KernelProvider provider, Socket socket) throws IOException;
    }

    /**
     * Opens a socket of this provider.
     *
     * @param handle its descriptor
     * @param family {@link Abi.Socket#AF_INET6}, which supports IPv4 addresses too, or {@link Abi.Socket#AF_INET}
     */
    record Socket(SocketHandle handle, int family) {}

    private Socket open(final String operation, final ProtocolFamily family, final int type) throws SctpException {
        load(operation);
        if (family != null && family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException(operation + ": " + family + " is neither INET nor INET6");
        }
        int addressFamily = family == StandardProtocolFamily.INET ? Abi.Socket.AF_INET : Abi.Socket.AF_INET6;
        int fd = Syscalls.socket(addressFamily, type);
        if (fd == -Errno.EAFNOSUPPORT.number() && family == null) { // a machine without IPv6
            addressFamily = Abi.Socket.AF_INET;
            fd = Syscalls.socket(addressFamily, type);
        }
        if (fd < 0) {
            throw SctpException.of(operation, -fd, null, null, whyNoSocket(-fd));
        }
        return adopt(fd, addressFamily);
    }

    private static void load(final String operation) throws SctpException {
        try {
            NativeLibrary.load();
        } catch (final NativeLibraryException e) {
            final SctpException unsupported =
                    new SctpException.Unsupported(operation, Errno.ENOSYS.number(), null, null, e.getMessage());
            unsupported.initCause(e);
            throw unsupported;
        }
    }

    private static String whyNoSocket(final int errno) {
        final Errno known = Errno.of(errno);
        if (known == null) {
            return "the system refuses an SCTP socket with errno " + errno;
        }
        return switch (known) {
            case EPROTONOSUPPORT, ESOCKTNOSUPPORT ->
                "this kernel has no SCTP: its module is not loaded or not built; try"
                        + " 'modprobe sctp' as root (on the host, if this is a container)";
            case EPERM, EACCES ->
                "the system forbids SCTP sockets: a seccomp profile or security module blocks"
                        + " socket(..., IPPROTO_SCTP)";
            case EMFILE, ENFILE -> known.meaning();
            default -> "the system refuses an SCTP socket: " + known.meaning() + " (" + known.name() + ")";
        };
    }
}
