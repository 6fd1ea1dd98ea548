package io.sctp.kernel;

import io.sctp.NotificationType;
import io.sctp.OptionTarget;
import io.sctp.PrPolicy;
import io.sctp.natives.Abi;
import io.sctp.option.AssociationParameters;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.DelayedSack;
import io.sctp.option.InitParameters;
import io.sctp.option.PrInfo;
import io.sctp.option.PrStatus;
import io.sctp.option.RtoInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Options with a struct for the endpoint, an association or a stream. */
final class AssociationCodecs {
    private AssociationCodecs() {}

    static OptionCodec<RtoInfo> rtoInfo() {
        return new StructCodec<>(
                OptionLayout.association(Abi.Rtoinfo.SIZE, Abi.Rtoinfo.ASSOC_ID),
                memory -> new RtoInfo(
                        millis(memory, Abi.Rtoinfo.INITIAL),
                        millis(memory, Abi.Rtoinfo.MAX),
                        millis(memory, Abi.Rtoinfo.MIN)),
                (memory, rto) -> {
                    memory.putInt(Abi.Rtoinfo.INITIAL, (int) rto.initial().toMillis());
                    memory.putInt(Abi.Rtoinfo.MAX, (int) rto.max().toMillis());
                    memory.putInt(Abi.Rtoinfo.MIN, (int) rto.min().toMillis());
                });
    }

    static OptionCodec<AssociationParameters> associationParameters() {
        return new StructCodec<>(
                OptionLayout.association(Abi.Assocparams.SIZE, Abi.Assocparams.ASSOC_ID),
                memory -> new AssociationParameters(
                        u16(memory, Abi.Assocparams.ASOCMAXRXT),
                        u16(memory, Abi.Assocparams.NUMBER_PEER_DESTINATIONS),
                        u32(memory, Abi.Assocparams.PEER_RWND),
                        u32(memory, Abi.Assocparams.LOCAL_RWND),
                        millis(memory, Abi.Assocparams.COOKIE_LIFE)),
                (memory, parameters) -> {
                    memory.putShort(Abi.Assocparams.ASOCMAXRXT, (short) parameters.maxRetransmissions());
                    memory.putInt(Abi.Assocparams.COOKIE_LIFE, (int)
                            parameters.cookieLife().toMillis());
                });
    }

    static OptionCodec<InitParameters> initParameters() {
        return new StructCodec<>(
                OptionLayout.endpoint(Abi.Initmsg.SIZE),
                memory -> new InitParameters(
                        u16(memory, Abi.Initmsg.NUM_OSTREAMS),
                        u16(memory, Abi.Initmsg.MAX_INSTREAMS),
                        u16(memory, Abi.Initmsg.MAX_ATTEMPTS),
                        Duration.ofMillis(u16(memory, Abi.Initmsg.MAX_INIT_TIMEO))),
                (memory, init) -> {
                    memory.putShort(Abi.Initmsg.NUM_OSTREAMS, (short) init.outboundStreams());
                    memory.putShort(Abi.Initmsg.MAX_INSTREAMS, (short) init.maxInboundStreams());
                    memory.putShort(Abi.Initmsg.MAX_ATTEMPTS, (short) init.maxAttempts());
                    memory.putShort(Abi.Initmsg.MAX_INIT_TIMEO, (short)
                            init.maxTimeout().toMillis());
                });
    }

    static OptionCodec<DelayedSack> delayedSack() {
        return new StructCodec<>(
                OptionLayout.association(Abi.SackInfo.SIZE, Abi.SackInfo.ASSOC_ID),
                memory -> new DelayedSack(millis(memory, Abi.SackInfo.DELAY), memory.getInt(Abi.SackInfo.FREQ)),
                (memory, sack) -> {
                    memory.putInt(Abi.SackInfo.DELAY, (int) sack.delay().toMillis());
                    memory.putInt(Abi.SackInfo.FREQ, sack.frequency());
                });
    }

    static OptionCodec<DefaultSendInfo> defaultSendInfo() {
        return new StructCodec<>(
                OptionLayout.association(Abi.Sndinfo.SIZE, Abi.Sndinfo.ASSOC_ID),
                memory -> new DefaultSendInfo(
                        u16(memory, Abi.Sndinfo.SID),
                        NetworkOrder.swap(memory.getInt(Abi.Sndinfo.PPID)),
                        (memory.getShort(Abi.Sndinfo.FLAGS) & Abi.SendFlag.UNORDERED) != 0,
                        memory.getInt(Abi.Sndinfo.CONTEXT)),
                (memory, info) -> {
                    memory.putShort(Abi.Sndinfo.SID, (short) info.stream());
                    memory.putShort(Abi.Sndinfo.FLAGS, flags(info.unordered()));
                    memory.putInt(Abi.Sndinfo.PPID, NetworkOrder.swap(info.ppid()));
                    memory.putInt(Abi.Sndinfo.CONTEXT, info.context());
                });
    }

    static OptionCodec<DefaultSendParameters> defaultSendParameters() {
        return new StructCodec<>(
                OptionLayout.association(Abi.Sndrcvinfo.SIZE, Abi.Sndrcvinfo.ASSOC_ID),
                memory -> new DefaultSendParameters(
                        u16(memory, Abi.Sndrcvinfo.STREAM),
                        NetworkOrder.swap(memory.getInt(Abi.Sndrcvinfo.PPID)),
                        (memory.getShort(Abi.Sndrcvinfo.FLAGS) & Abi.SendFlag.UNORDERED) != 0,
                        memory.getInt(Abi.Sndrcvinfo.CONTEXT),
                        millis(memory, Abi.Sndrcvinfo.TIMETOLIVE)),
                (memory, parameters) -> {
                    memory.putShort(Abi.Sndrcvinfo.STREAM, (short) parameters.stream());
                    memory.putShort(Abi.Sndrcvinfo.FLAGS, flags(parameters.unordered()));
                    memory.putInt(Abi.Sndrcvinfo.PPID, NetworkOrder.swap(parameters.ppid()));
                    memory.putInt(Abi.Sndrcvinfo.CONTEXT, parameters.context());
                    memory.putInt(Abi.Sndrcvinfo.TIMETOLIVE, (int)
                            parameters.lifetime().toMillis());
                });
    }

    static OptionCodec<PrInfo> prInfo() {
        return new StructCodec<>(
                OptionLayout.association(Abi.DefaultPrinfo.SIZE, Abi.DefaultPrinfo.ASSOC_ID),
                memory -> new PrInfo(
                        KernelCodes.PR_POLICIES.constant(
                                u16(memory, Abi.DefaultPrinfo.POLICY) & Abi.PrPolicy.MASK, PrPolicy.RELIABLE),
                        u32(memory, Abi.DefaultPrinfo.VALUE)),
                (memory, info) -> {
                    final PrPolicy policy = info.policy();
                    memory.putShort(Abi.DefaultPrinfo.POLICY, (short) KernelCodes.PR_POLICIES.number(policy));
                    memory.putInt(Abi.DefaultPrinfo.VALUE, (int) info.value());
                });
    }

    static OptionCodec<PrStatus> prAssociationStatus() {
        return new PrStatusCodec(OptionLayout.association(Abi.Prstatus.SIZE, Abi.Prstatus.ASSOC_ID));
    }

    static OptionCodec<PrStatus> prStreamStatus() {
        return new PrStatusCodec(OptionLayout.stream(Abi.Prstatus.SIZE, Abi.Prstatus.ASSOC_ID, Abi.Prstatus.SID));
    }

    static OptionCodec<Integer> streamSchedulerValue() {
        return new StructCodec<>(
                OptionLayout.stream(Abi.StreamValue.SIZE, Abi.StreamValue.ASSOC_ID, Abi.StreamValue.STREAM_ID),
                memory -> u16(memory, Abi.StreamValue.VALUE),
                (memory, value) -> memory.putShort(Abi.StreamValue.VALUE, value.shortValue()));
    }

    static OptionCodec<Integer> adaptationLayer() {
        return new StructCodec<>(
                OptionLayout.endpoint(Abi.Setadaptation.SIZE),
                memory -> memory.getInt(Abi.Setadaptation.ADAPTATION_IND),
                (memory, indication) -> memory.putInt(Abi.Setadaptation.ADAPTATION_IND, indication));
    }

    static OptionCodec<Set<NotificationType>> events() {
        return new EventsCodec();
    }

    static Duration millis(final ByteBuffer memory, final int offset) {
        return Duration.ofMillis(u32(memory, offset));
    }

    static long u32(final ByteBuffer memory, final int offset) {
        return Integer.toUnsignedLong(memory.getInt(offset));
    }

    static int u16(final ByteBuffer memory, final int offset) {
        return Short.toUnsignedInt(memory.getShort(offset));
    }

    private static short flags(final boolean unordered) {
        return unordered ? (short) Abi.SendFlag.UNORDERED : 0;
    }

    /** {@code struct sctp_prstatus}: a query names the policies; this one always asks for their sum. */
    private record PrStatusCodec(OptionLayout layout) implements OptionCodec<PrStatus> {
        @Override
        public void writeQuery(final ByteBuffer memory, final OptionTarget target) {
            layout.writeTarget(memory, target);
            memory.putShort(Abi.Prstatus.POLICY, (short) Abi.PrPolicy.ALL);
        }

        @Override
        public void write(final ByteBuffer memory, final PrStatus value) {
            throw new AssertionError("counters are only read");
        }

        @Override
        public PrStatus read(final ByteBuffer memory, final int length) {
            return new PrStatus(
                    memory.getLong(Abi.Prstatus.ABANDONED_UNSENT), memory.getLong(Abi.Prstatus.ABANDONED_SENT));
        }
    }

    /**
     * {@code struct sctp_event_subscribe}: one byte per event, and one for the ancillary data of messages, which is not
     * an event and is left unchanged.
     */
    private static final class EventsCodec implements OptionCodec<Set<NotificationType>> {
        @Override
        public OptionLayout layout() {
            return OptionLayout.endpoint(Abi.EventSubscribe.SIZE);
        }

        @Override
        public boolean keepsTheRest() {
            return true;
        }

        @Override
        public void write(final ByteBuffer memory, final Set<NotificationType> wanted) {
            for (final NotificationType type : NotificationType.values()) {
                final int offset = KernelCodes.SUBSCRIPTION_OFFSETS.number(type);
                memory.put(offset, (byte) (wanted.contains(type) ? 1 : 0));
            }
        }

        @Override
        public Set<NotificationType> read(final ByteBuffer memory, final int length) {
            final Set<NotificationType> wanted = EnumSet.noneOf(NotificationType.class);
            for (final NotificationType type : NotificationType.values()) {
                final int offset = KernelCodes.SUBSCRIPTION_OFFSETS.number(type);
                if (offset < length && memory.get(offset) != 0) {
                    wanted.add(type);
                }
            }
            return Set.copyOf(wanted);
        }
    }
}
