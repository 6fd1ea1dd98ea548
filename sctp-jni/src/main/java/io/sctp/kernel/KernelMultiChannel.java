package io.sctp.kernel;

import io.sctp.Association;
import io.sctp.Errno;
import io.sctp.OptionTarget;
import io.sctp.SctpAddress;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMultiChannel;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.jni.Syscalls;
import io.sctp.natives.Abi;
import io.sctp.option.AssociationState;
import io.sctp.option.InitParameters;
import io.sctp.spi.Deadline;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageDescriptor;
import io.sctp.spi.MultiCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A channel over a one-to-many socket. */
final class KernelMultiChannel extends KernelMessageChannel<SctpMultiChannel> implements MultiCalls {
    private static final String CONNECT = "connect";
    private static final long FIRST_LOOK_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /**
     * Read when a socket is opened, by the kernel as well as here. Other than "0", associations have separate buffers.
     */
    private static final Path SEND_BUFFER_POLICY = Path.of("/proc/sys/net/sctp/sndbuf_policy");

    private final boolean ownSendBuffers;
    /** Memory for the message that ends an association; null while a call uses it. */
    private final AtomicReference<SendInfo> lastInfo = new AtomicReference<>();

    KernelMultiChannel(final KernelProvider provider, final KernelProvider.Socket socket) throws IOException {
        super(provider, socket);
        ownSendBuffers = associationsHaveOwnSendBuffers();
        setDefaults();
    }

    /**
     * If it cannot be read, the default is assumed. Batches are then limited to the space of the common buffer, which
     * is correct but slower.
     */
    private static boolean associationsHaveOwnSendBuffers() {
        try {
            return !"0".equals(Files.readString(SEND_BUFFER_POLICY).trim());
        } catch (final IOException e) {
            return false;
        }
    }

    /** Linux wakes threads that wait for space only through the socket's other associations (sctp_write_space). */
    @Override
    boolean missesRoom() {
        return true;
    }

    @Override
    boolean hasOwnSendBuffers() {
        return ownSendBuffers;
    }

    @Override
    public SctpMultiChannel bind(final SocketAddress local, final int backlog) throws IOException {
        bindTo(local, backlog);
        return this;
    }

    // ---- Connecting

    @Override
    public Association connectTo(final SctpAddress target, final Deadline deadline) throws IOException {
        final int fd = handle().acquire(CONNECT);
        try {
            beginToWait(CONNECT, deadline);
            requirePort(CONNECT, target);
            final KernelAssociation association = new KernelAssociation(this, beginToConnect(fd, target));
            if (deadline != null) {
                waitUntilUp(fd, association, target, deadline);
            }
            return association;
        } finally {
            handle().release();
        }
    }

    /** Starts the set-up of an association; returns its id. */
    private int beginToConnect(final int fd, final SctpAddress target) throws SctpException {
        final ByteBuffer id = Memory.borrow(Integer.BYTES);
        try {
            final int result = PackedAddresses.ofPeer(CONNECT, family(), target)
                    .passTo((address, length) -> Syscalls.connectx(fd, address, length, Syscalls.address(id)));
            if (result < 0 && result != -Errno.EINPROGRESS.number()) {
                throw failure(CONNECT, result, target);
            }
            return id.getInt(0);
        } finally {
            Memory.giveBack(id, Integer.BYTES);
        }
    }

    /**
     * Polls the association's state until it is established or has ended. A one-to-many socket has no readiness for a
     * single association, and its notifications belong to the program.
     */
    private void waitUntilUp(
            final int fd, final KernelAssociation association, final SctpAddress peer, final Deadline deadline)
            throws IOException {
        final long begunNs = System.nanoTime();
        long waitNs = FIRST_LOOK_NS;
        while (true) {
            handle().requireStillOpen(CONNECT);
            final AssociationState state = stateOf(fd, association.id());
            if (state == AssociationState.CLOSED) {
                throw whyGone(fd, peer, System.nanoTime() - begunNs);
            }
            if (state != AssociationState.COOKIE_WAIT && state != AssociationState.COOKIE_ECHOED) {
                return;
            }
            if (deadline.expired()) {
                abortAssociation(association.id(), null);
                throw new SctpException.TimedOut(
                        CONNECT, Errno.ETIMEDOUT.number(), localAddressOrNull(), peer, "the call timed out");
            }
            LockSupport.parkNanos(this, waitNs);
            endToWait(CONNECT);
            waitNs = Math.min(2 * waitNs, LONGEST_WAIT_NS);
        }
    }

    private static AssociationState stateOf(final int fd, final int association) {
        try {
            return AssociationControl.status(fd, association).state();
        } catch (final SctpException e) {
            return AssociationState.CLOSED;
        }
    }

    /**
     * The kernel does not report why the set-up of an association of a one-to-many socket failed. It was refused if it
     * ended before all INITs could have timed out.
     */
    private SctpException whyGone(final int fd, final SctpAddress peer, final long afterNs) throws SctpException {
        final InitParameters init = KernelOptions.get(fd, SctpOptions.INITMSG, OptionTarget.ENDPOINT);
        final long firstTimeoutNs = KernelOptions.get(fd, SctpOptions.RTOINFO, OptionTarget.ENDPOINT)
                .initial()
                .toNanos();
        final long leastNs = Math.min(firstTimeoutNs, init.maxTimeout().toNanos()) * (init.maxAttempts() + 1L);
        final Errno errno = afterNs < leastNs ? Errno.ECONNREFUSED : Errno.ETIMEDOUT;
        return SctpException.of(CONNECT, errno.number(), localAddressOrNull(), peer);
    }

    // ---- Associations

    @Override
    public Association association(final int id) {
        return new KernelAssociation(this, id);
    }

    @Override
    public List<Association> associations() throws IOException {
        return using(
                "associations",
                fd -> Arrays.stream(AssociationControl.associationIds(fd))
                        .mapToObj(this::association)
                        .toList());
    }

    @Override
    public SctpChannel peelOff(final int associationId, final PeelOffFlag... flags) throws IOException {
        final List<PeelOffFlag> wanted = Arrays.asList(flags);
        final int socketFlags = wanted.contains(PeelOffFlag.INHERITABLE) ? 0 : Abi.Socket.SOCK_CLOEXEC;
        final int fd = using("peel off", own -> Syscalls.peelOff(own, associationId, socketFlags));
        if (fd == -Errno.EINVAL.number()) {
            throw complete(AssociationControl.noAssociation("peel off", Errno.EINVAL.number(), associationId));
        }
        if (fd < 0) {
            throw SctpException.of(
                    "peel off association " + Integer.toUnsignedString(associationId), -fd, localAddressOrNull(), null);
        }
        final KernelChannel channel = kernel().channel(kernel().adopt(fd, family()), KernelChannel::connected);
        channel.inheritFrom(this);
        if (!channel.lookForPeer()) {
            channel.onGoneBefore(true);
        }
        return channel.closeOnInterrupt(isClosedOnInterrupt())
                .configureBlocking(!wanted.contains(PeelOffFlag.NON_BLOCKING));
    }

    @Override
    void shutdownAssociation(final int id) throws IOException {
        sendLast("shutdown", id, MessageDescriptor.FLAG_EOF, null);
    }

    @Override
    void abortAssociation(final int id, final ByteBuffer reason) throws IOException {
        sendLast("abort", id, MessageDescriptor.FLAG_ABORT, reason);
    }

    /** Sends a message that ends the association: an abort with a reason, or a shutdown. */
    private void sendLast(final String operation, final int association, final int flag, final ByteBuffer payload)
            throws IOException {
        final SendInfo kept = lastInfo.getAndSet(null);
        final SendInfo info = (kept != null ? kept : new SendInfo()).association(association);
        MessageAccess.get().memory(info).putInt(MessageDescriptor.FLAGS_OFFSET, flag);
        final ByteBuffer memory = payload == null ? ByteBuffer.allocate(0) : payload;
        final long range = BufferRange.of(memory);
        doing(operation, fd -> {
            final int result = sendFrom(fd, memory, range, info);
            if (result == -Errno.EPIPE.number()) {
                throw AssociationControl.noAssociation(operation, Errno.EINVAL.number(), association);
            } else if (result < 0) {
                throw failure(operation, result, peerOrNull());
            }
        });
        lastInfo.set(info);
    }

    @Override
    void requireTarget(final String operation, final OptionTarget target) throws SctpException {
        if (target.association() > OptionTarget.ALL && !isThere(target.association())) {
            throw complete(AssociationControl.noAssociation(operation, Errno.EINVAL.number(), target.association()));
        }
    }

    private boolean isThere(final int id) {
        try {
            using("status", fd -> AssociationControl.status(fd, id));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    void requireAssociation(final String operation) {
        // An association may begin soon, even if there is none now.
    }

    @Override
    void requireDestination(final boolean named) throws SctpException {
        if (!named) {
            throw MultiCalls.noDestination();
        }
    }

    @Override
    protected SctpMultiChannel self() {
        return this;
    }

    @Override
    protected String kind() {
        return "SctpMultiChannel";
    }

    @Override
    protected boolean isOneToMany() {
        return true;
    }
}
