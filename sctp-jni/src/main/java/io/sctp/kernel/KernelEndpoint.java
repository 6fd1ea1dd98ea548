package io.sctp.kernel;

import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.spi.ChannelExceptions;
import io.sctp.spi.ChannelSkeleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The base of all channels of this provider: the socket, its addresses, options and events. */
abstract class KernelEndpoint<C extends SctpEndpoint> extends ChannelSkeleton<C> {
    /** The requested size of send and receive buffers in bytes; the system limits it ({@code net.core.wmem_max}). */
    private static final int DEFAULT_BUFFER_BYTES = 1 << 20;

    private static final System.Logger LOGGER = System.getLogger("io.sctp.kernel");

    private final KernelProvider provider;
    private final SocketHandle handle;
    private final int family;
    private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
    private volatile SctpAddress lastLocal;

    /** The options that were set for the socket as a whole. */
    private final Set<SocketOption<?>> chosen = ConcurrentHashMap.newKeySet();

    KernelEndpoint(final KernelProvider provider, final KernelProvider.Socket socket) {
        super(provider);
        this.provider = provider;
        this.handle = socket.handle();
        this.family = socket.family();
        handle.ownedBy(new Owner());
    }

    /** The handle's callbacks to its channel. */
    private final class Owner implements SocketHandle.Owner {
        @Override
        public SocketAddress local() {
            return localAddressOrNull();
        }

        @Override
        public SocketAddress peer() {
            return peerOrNull();
        }

        @Override
        public boolean closesOnInterrupt() {
            return isClosedOnInterrupt();
        }

        @Override
        public void onInterrupt() {
            close();
        }

        @Override
        public void checkInterrupt(final String operation) throws IOException {
            endToWait(operation);
        }
    }

    /** An operation with the descriptor, which stays open meanwhile. */
    @FunctionalInterface
    interface Use<R> {
        R with(int fd) throws SctpException;
    }

    /** An operation with the descriptor, which stays open meanwhile. */
    @FunctionalInterface
    interface Action {
        void with(int fd) throws SctpException;
    }

    final <R> R using(final String operation, final Use<R> use) throws IOException {
        final int fd = handle.acquire(operation);
        try {
            return use.with(fd);
        } catch (final SctpException e) {
            throw complete(e);
        } finally {
            handle.release();
        }
    }

    final void doing(final String operation, final Action action) throws IOException {
        using(operation, fd -> {
            action.with(fd);
            return null;
        });
    }

    final SocketHandle handle() {
        return handle;
    }

    final int family() {
        return family;
    }

    final KernelProvider kernel() {
        return provider;
    }

    /** Sets the defaults of a new channel; closes it if that fails. */
    final void setDefaults() throws IOException {
        try {
            doing("open", fd -> {
                KernelOptions.set(fd, SctpOptions.NODELAY, true, OptionTarget.ENDPOINT);
                KernelOptions.set(fd, SctpOptions.RECVRCVINFO, true, OptionTarget.ENDPOINT);
                raiseBuffer(fd, StandardSocketOptions.SO_SNDBUF);
                raiseBuffer(fd, StandardSocketOptions.SO_RCVBUF);
            });
        } catch (final IOException e) {
            handle.close();
            throw e;
        }
    }

    /** The system's default for SCTP may exceed the maximum that a program can set; it is never reduced here. */
    private static void raiseBuffer(final int fd, final SocketOption<Integer> option) throws SctpException {
        final int before = KernelOptions.get(fd, option);
        if (before >= DEFAULT_BUFFER_BYTES) {
            return;
        }
        KernelOptions.set(fd, option, DEFAULT_BUFFER_BYTES);
        if (KernelOptions.get(fd, option) < before) {
            KernelOptions.set(fd, option, before);
        }
    }

    // ---- Addresses

    final void bindTo(final SocketAddress local) throws IOException {
        final SctpAddress address = local == null ? SctpAddress.wildcard(0) : SctpAddress.of(local);
        doing("bind", fd -> {
            requireUnbound(fd);
            final PackedAddresses packed = PackedAddresses.ofLocal("bind", family, address);
            final boolean single = address.addresses().size() == 1;
            int result = single ? 0 : tryBindOnAnotherSocket(fd, packed);
            if (result >= 0) {
                result = bind(fd, packed, single);
            }
            if (result < 0) {
                throw unbound(SctpException.of("bind", -result, address, null));
            }
        });
    }

    /** Binds, and listens if a backlog is given. */
    final void bindTo(final SocketAddress local, final int backlog) throws IOException {
        bindTo(local);
        if (backlog == 0) {
            return;
        }
        doing("listen", fd -> {
            final int result = Syscalls.listen(fd, backlog);
            if (result < 0) {
                throw unbound(failure("listen", result, null));
            }
        });
    }

    private static int bind(final int fd, final PackedAddresses packed, final boolean single) {
        return packed.passTo((memory, length) ->
                single ? Syscalls.bind(fd, memory, length) : Syscalls.bindx(fd, memory, length, Abi.Call.BINDX_ADD));
    }

    /**
     * Tries the bind with another socket first, as Linux cannot undo one: if it refuses one of several addresses, the
     * socket stays bound to those before it, and at least to the first one.
     */
    private int tryBindOnAnotherSocket(final int fd, final PackedAddresses packed) throws SctpException {
        final int other = Syscalls.socket(family, Abi.Socket.SOCK_STREAM);
        if (other < 0) {
            return other;
        }
        try {
            if (KernelOptions.get(fd, StandardSocketOptions.SO_REUSEADDR)) {
                KernelOptions.set(other, StandardSocketOptions.SO_REUSEADDR, true);
            }
            if (supportedOptions().contains(SctpOptions.REUSE_PORT)
                    && KernelOptions.get(fd, SctpOptions.REUSE_PORT, OptionTarget.ENDPOINT)) {
                KernelOptions.set(other, SctpOptions.REUSE_PORT, true, OptionTarget.ENDPOINT);
            }
            return bind(other, packed, false);
        } finally {
            Syscalls.close(other);
        }
    }

    /** A bind has failed: nothing must be bound after it. As Linux cannot unbind, the socket may have to be closed. */
    private SctpException unbound(final SctpException failure) {
        if (localAddressOrNull() == null) {
            return failure;
        }
        close();
        return SctpException.of(
                failure.operation(), failure.errno(), failure.local(), null, "the channel is closed, to free its port");
    }

    /** Linux would add several addresses to an already bound socket. */
    private void requireUnbound(final int fd) throws SctpException {
        final SctpAddress bound = AssociationControl.localAddresses(fd, OptionTarget.FUTURE);
        if (bound == null) {
            return;
        }
        if (isConnecting()) {
            throw ChannelExceptions.connectionPending("bind", bound, peerOrNull(), "bind it before connect");
        }
        throw ChannelExceptions.alreadyBound("bind", bound, peerOrNull(), "bindAdd adds addresses to a bound channel");
    }

    /** Whether its association is in set-up. */
    boolean isConnecting() {
        return false;
    }

    @Override
    protected final void addAddresses(final String operation, final InetAddress... addresses) throws IOException {
        changeAddresses(operation, Abi.Call.BINDX_ADD, addresses);
    }

    @Override
    protected final void removeAddresses(final String operation, final InetAddress... addresses) throws IOException {
        changeAddresses(operation, Abi.Call.BINDX_REMOVE, addresses);
    }

    private void changeAddresses(final String operation, final int change, final InetAddress... addresses)
            throws IOException {
        doing(operation, fd -> {
            final SctpAddress bound = AssociationControl.localAddresses(fd, OptionTarget.FUTURE);
            final SctpAddress changed = SctpAddress.of(bound == null ? 0 : bound.port(), addresses);
            for (final InetAddress address : addresses) {
                requireChange(operation, change, bound, address);
            }
            final int result = PackedAddresses.ofLocal(operation, family, changed)
                    .passTo((memory, length) -> Syscalls.bindx(fd, memory, length, change));
            if (result < 0) {
                throw SctpException.of(operation, -result, changed, peerOrNull());
            }
        });
    }

    /** If the socket has only one address, Linux reports the removal of any other address as that of the last one. */
    private void requireChange(
            final String operation, final int change, final SctpAddress bound, final InetAddress address)
            throws SctpException {
        final boolean has = bound != null && bound.addresses().contains(address);
        if (has == (change == Abi.Call.BINDX_ADD)) {
            throw SctpException.of(
                    operation,
                    Errno.EINVAL.number(),
                    bound,
                    peerOrNull(),
                    address.getHostAddress() + (has ? " is already bound" : " is not bound"));
        }
    }

    @Override
    public final SctpAddress getLocalAddress() throws IOException {
        return using("get local address", fd -> AssociationControl.localAddresses(fd, OptionTarget.FUTURE));
    }

    /** For a closed channel, the addresses that it had. */
    @Override
    protected final SctpAddress localAddressOrNull() {
        if (!isOpen()) {
            return lastLocal;
        }
        try {
            final int fd = handle.acquire("get local address");
            try {
                return AssociationControl.localAddresses(fd, OptionTarget.FUTURE);
            } finally {
                handle.release();
            }
        } catch (final IOException e) {
            return lastLocal;
        }
    }

    @Override
    protected SocketAddress peerOrNull() {
        return null;
    }

    // ---- Options

    @Override
    protected final <T> T getSocketOption(final SocketOption<T> option) throws IOException {
        return using("get " + option.name(), fd -> KernelOptions.get(fd, option));
    }

    @Override
    protected final <T> void setSocketOption(final SocketOption<T> option, final T value) throws IOException {
        doing("set " + option.name(), fd -> {
            KernelOptions.set(fd, option, value);
            warnIfClamped(fd, option, value);
        });
        chosen.add(option);
    }

    /** Copies the options that were set for the channel that this one comes from, as Linux copies only some of them. */
    final void inheritFrom(final KernelEndpoint<?> parent) {
        if (parent.chosen.contains(SctpOptions.AUTH_SUPPORTED)) {
            inheritOrNote(parent, SctpOptions.AUTH_SUPPORTED); // other options can be set only afterwards
        }
        parent.chosen.forEach(option -> inheritOrNote(parent, option));
        chosen.addAll(parent.chosen);
    }

    private void inheritOrNote(final KernelEndpoint<?> parent, final SocketOption<?> option) {
        try {
            inherit(parent, option);
        } catch (final IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, option.name() + " of a new channel stays as it is", e);
        }
    }

    private <T> void inherit(final KernelEndpoint<?> parent, final SocketOption<T> option) throws IOException {
        // For these options Linux reports what the association negotiated, not the socket's own value.
        final boolean isNegotiated =
                option.equals(SctpOptions.ASCONF_SUPPORTED) || option.equals(SctpOptions.AUTH_SUPPORTED);
        if (option instanceof SctpOption<T> sctp
                && !isNegotiated
                && (sctp.access() != SctpOption.Access.READ_WRITE || sctp.scope() != SctpOption.Scope.ENDPOINT)) {
            return; // which the association has itself, as they were when it was set up
        }
        final T wanted = parent.getOption(option);
        if (isNegotiated || !wanted.equals(getOption(option))) {
            setInherited(option, wanted);
        }
    }

    /** Skips the check whether it is too late: the association was created with the value. */
    private <T> void setInherited(final SocketOption<T> option, final T value) throws IOException {
        if (option instanceof SctpOption<T> sctp) {
            setSctpOption(sctp, value, OptionTarget.ENDPOINT);
        } else {
            setOption(option, value);
        }
    }

    private static void warnIfClamped(final int fd, final SocketOption<?> option, final Object asked)
            throws SctpException {
        final boolean sending = option.equals(StandardSocketOptions.SO_SNDBUF);
        if (!sending && !option.equals(StandardSocketOptions.SO_RCVBUF)) {
            return;
        }
        final int got = (int) KernelOptions.get(fd, option);
        if (got < (int) asked) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "{0}: asked for {1} bytes, the system gives {2}: raise net.core.{3}",
                    option.name(),
                    String.valueOf(asked),
                    String.valueOf(got),
                    sending ? "wmem_max" : "rmem_max");
        }
    }

    @Override
    protected final <T> T getSctpOption(final SctpOption<T> option, final OptionTarget target) throws IOException {
        return using("get " + option.name(), fd -> {
            requireTarget("get " + option.name(), target);
            return KernelOptions.get(fd, option, target);
        });
    }

    @Override
    protected final <T> void setSctpOption(final SctpOption<T> option, final T value, final OptionTarget target)
            throws IOException {
        doing("set " + option.name(), fd -> {
            requireTarget("set " + option.name(), target);
            RequiredOptions.check(fd, option, value);
            KernelOptions.set(fd, option, value, target);
        });
        if (target.association() == OptionTarget.FUTURE || target.association() == OptionTarget.ALL) {
            chosen.add(option);
        }
    }

    /** Throws an exception if there is no such association; Linux would use the endpoint instead. */
    void requireTarget(final String operation, final OptionTarget target) throws SctpException {
        // Linux checks it for one-to-many channels, and a server channel has no associations.
    }

    @Override
    public final Map<String, Long> counters() throws IOException {
        requireOpen("counters");
        return Map.of();
    }

    @Override
    protected boolean isOneToMany() {
        return false;
    }

    @Override
    protected boolean hasAssociation() {
        return false;
    }

    // ---- Events

    @Override
    protected final void subscribe(final boolean on, final List<NotificationType> types) throws IOException {
        doing("subscribe", fd -> {
            for (final NotificationType type : types) {
                AssociationControl.subscribe(fd, type, on);
            }
        });
    }

    @Override
    public final boolean isSubscribed(final NotificationType type) throws IOException {
        return using("subscribe", fd -> AssociationControl.isSubscribed(fd, type));
    }

    // ---- Life

    @Override
    protected final void requireOpen(final String operation) throws IOException {
        handle.requireOpen(operation);
    }

    @Override
    public final boolean isOpen() {
        return handle.isOpen();
    }

    @Override
    public final void close() {
        if (handle.isOpen()) {
            lastLocal = localAddressOrNull();
            beforeClose();
        }
        if (handle.close()) {
            closeActions.forEach(Runnable::run);
        }
    }

    /** Called while the descriptor is still open. */
    void beforeClose() {}

    /** Runs an action when the endpoint is closed; at once if it already is. */
    final void onClose(final Runnable action) {
        closeActions.add(action);
        if (!handle.isOpen()) {
            action.run();
        }
    }

    final void dropOnClose(final Runnable action) {
        closeActions.remove(action);
    }

    /** Makes closing the descriptor abort associations instead of shutting them down. */
    final void abortOnClose() {
        try {
            doing("abort", fd -> KernelOptions.set(fd, StandardSocketOptions.SO_LINGER, 0));
        } catch (final IOException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "closing without abort", e);
        }
    }

    SctpException failure(final String operation, final int result, final SocketAddress peer) {
        return SctpException.of(operation, -result, localAddressOrNull(), peer);
    }

    static boolean wouldBlock(final int result) {
        return result == -Errno.EAGAIN.number();
    }

    @Override
    protected String stateForMessages() {
        return null;
    }
}
