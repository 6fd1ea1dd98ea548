package io.sctp.userspace.channel;

import static io.sctp.spi.MessageDescriptor.*;

import io.sctp.Errno;
import io.sctp.MessageBatch;
import io.sctp.PrPolicy;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SendInfo;
import io.sctp.engine.Path;
import io.sctp.engine.Policy;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.SendOptions;
import io.sctp.engine.SendResult;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.PrInfo;
import io.sctp.spi.MessageAccess;
import io.sctp.spi.MessageCalls;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Passes a channel's messages to the engine, without waiting. Guarded by the driver's lock. */
public final class MessageSender {
    private static final MessageAccess ACCESS = MessageAccess.get();
    private static final String SEND = UserspaceMessageChannel.SEND;

    private final UserspaceMessageChannel<?> channel;

    /** The association whose buffer was full at the last try. */
    private ChannelAssociation full;

    MessageSender(final UserspaceMessageChannel<?> channel) {
        this.channel = channel;
    }

    /** The association whose buffer was full at the last try; null for none. */
    ChannelAssociation full() {
        return full;
    }

    int trySend(final ByteBuffer source, final SendInfo info) throws SctpException {
        if (info != null && info.sendToAll()) {
            return sendToAll(source, info);
        }
        full = null;
        final ChannelAssociation association = channel.associationToSend(info == null ? 0 : info.association(), info);
        if (association == null) {
            return SctpMessageChannel.WOULD_BLOCK;
        }
        final int start = source.position(); // read once, like the limit, as another thread may change them
        final int length = MessageCalls.requireContent(source.limit() - start);
        if (!offer(association, source, start, length, info)) {
            full = association;
            return SctpMessageChannel.WOULD_BLOCK;
        }
        source.position(start + length);
        return length;
    }

    private int sendToAll(final ByteBuffer source, final SendInfo info) throws SctpException {
        final int start = source.position();
        final int length = MessageCalls.requireContent(source.limit() - start);
        for (final ChannelAssociation association : channel.ownAssociations()) {
            if (association.isUp() && !offer(association, source, start, length, info)) {
                throw channel.failure(SEND, Errno.ENOBUFS, null);
            }
        }
        source.position(start + length);
        return length;
    }

    /** Passes one message to the engine. Returns false if there is no buffer space. */
    private boolean offer(
            final ChannelAssociation association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final SendInfo info)
            throws SctpException {
        if (info == null) {
            final DefaultSendInfo usual = association.settings().defaultSendInfo();
            return offer(
                    association,
                    source,
                    offset,
                    length,
                    usual.stream(),
                    usual.unordered() ? FLAG_UNORDERED : 0,
                    usual.ppid(),
                    usual.context(),
                    PrPolicy.RELIABLE.code(),
                    0,
                    null,
                    0);
        }
        return offer(
                association,
                source,
                offset,
                length,
                info.stream(),
                ACCESS.memory(info).getInt(FLAGS_OFFSET),
                info.ppid(),
                info.context(),
                ACCESS.memory(info).getShort(PR_POLICY_OFFSET),
                info.prValue(),
                info.overridePrimary() ? requirePath(association, info.destination()) : null,
                info.authKey());
    }

    private boolean offer(
            final ChannelAssociation association,
            final ByteBuffer source,
            final int offset,
            final int length,
            final int stream,
            final int flags,
            final int ppid,
            final int context,
            final int policy,
            final int policyValue,
            final Path path,
            final int authKey)
            throws SctpException {
        if (channel.settings().refusesToFragment() && length > association.fragmentationPoint()) {
            throw tooBig(
                    association,
                    length,
                    "one packet takes " + association.fragmentationPoint()
                            + " bytes, and SCTP_DISABLE_FRAGMENTS is set");
        }
        final SendOptions options = association.sendOptions().stream(stream)
                .unordered((flags & FLAG_UNORDERED) != 0)
                .sackImmediately((flags & FLAG_SACK_IMMEDIATELY) != 0)
                .signedWith((flags & FLAG_AUTH_KEY) != 0 ? authKey : SendOptions.ACTIVE_KEY)
                .ppid(ppid)
                .context(context)
                .destination(path);
        setPolicy(association, options, policy, policyValue);
        final SendResult result;
        try {
            result = association.engine().send(source, offset, length, options);
        } catch (final Error e) {
            throw channel.doubted(SEND, association, e);
        }
        if (result == SendResult.QUEUED) {
            DriverChannels.of(channel.driver()).noteSend();
            return true;
        }
        if (result == SendResult.WOULD_BLOCK) {
            requireMemory(association);
            association.onBlocked();
            return false;
        }
        throw refusal(association, result, stream, length);
    }

    /** Sets the policy of the message, or the association's default if the message has none. */
    private static void setPolicy(
            final ChannelAssociation association, final SendOptions options, final int policy, final int policyValue) {
        final PrInfo usual = association.settings().defaultPrInfo();
        final boolean isUsual = policy == PrPolicy.RELIABLE.code();
        final PrPolicy chosen = isUsual ? usual.policy() : PrPolicy.ofCode(policy);
        final long value = isUsual ? usual.value() : policyValue;
        switch (chosen) {
            case RELIABLE -> options.policy(Policy.RELIABLE, 0);
            case LIFETIME ->
                options.policy(
                        value == 0 ? Policy.RELIABLE : Policy.LIFETIME, // 0 means unlimited
                        TimeUnit.MILLISECONDS.toNanos(value));
            case RETRANSMISSIONS -> options.policy(Policy.RETRANSMISSIONS, value);
            case PRIORITY -> options.policy(Policy.PRIORITY, value);
        }
    }

    /** The path to the destination of a message. */
    private static Path requirePath(final ChannelAssociation association, final InetSocketAddress wanted)
            throws SctpException {
        final Path path = wanted == null ? null : association.path(wanted);
        if (path == null) {
            throw association.refusal(SEND, Errno.EINVAL, wanted + " is not an address of the peer");
        }
        return path;
    }

    /** Waiting is useless if no association holds memory that it could free. */
    private void requireMemory(final ChannelAssociation association) throws SctpException {
        final SctpEngine engine = channel.driver().engine();
        if (engine.isMemoryRefused() && engine.memoryUsedBytes() == 0) {
            throw association.refusal(
                    SEND,
                    Errno.ENOBUFS,
                    "the JVM has no direct memory left for messages: raise -XX:MaxDirectMemorySize or -Xmx");
        }
    }

    SctpException refusal(
            final ChannelAssociation association, final SendResult result, final int stream, final int length) {
        return switch (result) {
            case TOO_LONG ->
                tooBig(
                        association,
                        length,
                        "the limit is SO_SNDBUF, now "
                                + association.engine().config().sendBufferBytes() + " bytes");
            case NO_SUCH_KEY ->
                association.refusal(
                        SEND, Errno.EINVAL, "no such key to sign with, or it was deactivated (SCTP_AUTHINFO)");
            case INVALID_STREAM ->
                new SctpException.InvalidStream(
                        SEND,
                        Errno.EINVAL.number(),
                        channel.localAddressOrNull(),
                        association.peerAddress(),
                        "stream " + stream + " of an association with "
                                + association.engine().outboundStreams() + " outbound streams");
            default ->
                association.because(new SctpException.Ended(
                        SEND,
                        (association.failure() == null ? Errno.EPIPE : association.failure()).number(),
                        channel.localAddressOrNull(),
                        association.peerAddress(),
                        association.failureText()));
        };
    }

    private SctpException tooBig(final ChannelAssociation association, final int length, final String limit) {
        return new SctpException.MessageTooBig(
                SEND,
                Errno.EMSGSIZE.number(),
                channel.localAddressOrNull(),
                association.peerAddress(),
                "a message of " + length + " bytes; " + limit);
    }

    void sendWhatFits(final MessageBatch batch) throws SctpException {
        while (batch.hasRemaining()) {
            final ChannelAssociation association = channel.associationToSend(batch.association(batch.position()), null);
            if (association == null || !offer(association, batch, batch.position())) {
                return;
            }
            ACCESS.sent(batch, 1);
        }
    }

    private boolean offer(final ChannelAssociation association, final MessageBatch batch, final int entry)
            throws SctpException {
        final ByteBuffer descriptors = ACCESS.descriptors(batch);
        final int at = entry * SIZE;
        final int flags = descriptors.getInt(at + FLAGS_OFFSET);
        if ((flags & FLAG_DEFAULTS) != 0) {
            return offer(
                    association,
                    ACCESS.source(batch, entry),
                    ACCESS.sourceOffset(batch, entry),
                    batch.length(entry),
                    null);
        }
        return offer(
                association,
                ACCESS.source(batch, entry),
                ACCESS.sourceOffset(batch, entry),
                batch.length(entry),
                batch.stream(entry),
                flags,
                descriptors.getInt(at + PPID_OFFSET),
                descriptors.getInt(at + CONTEXT_OFFSET),
                descriptors.getShort(at + PR_POLICY_OFFSET),
                descriptors.getInt(at + PR_VALUE_OFFSET),
                null,
                Short.toUnsignedInt(descriptors.getShort(at + AUTH_KEY_OFFSET)));
    }
}
