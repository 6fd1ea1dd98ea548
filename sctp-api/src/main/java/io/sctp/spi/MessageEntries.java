package io.sctp.spi;

import static io.sctp.spi.AssociationEntries.MAX_MILLIS;
import static io.sctp.spi.AssociationEntries.MAX_U16;
import static io.sctp.spi.OptionCatalog.KERNEL;
import static io.sctp.spi.OptionCatalog.USERSPACE;

import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.SctpOptions;
import io.sctp.option.DefaultSendInfo;
import io.sctp.option.DefaultSendParameters;
import io.sctp.option.PrInfo;
import io.sctp.option.StreamScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The catalogue's part on messages: how they are sent, scheduled, given up and received. */
final class MessageEntries {
    private static final long MAX_U32 = 0xFFFF_FFFFL;

    /** As Linux has it: a packet of 512 bytes, less the headers of IPv4, SCTP and DATA. */
    private static final int MIN_SEGMENT = 464;

    /** The longest chunk, less the header of I-DATA. */
    private static final int MAX_SEGMENT = 65_512;

    private MessageEntries() {}

    static List<OptionEntry<?>> all() {
        return List.of(
                OptionEntry.single(
                                SctpOptions.NODELAY,
                                "Whether small messages are sent at once (no Nagle algorithm).",
                                OptionField.flag(""))
                        .source("RFC 6458 section 8.1.5")
                        .note("On by default in this library, unlike in the C API.")
                        .initially(true)
                        .build(),
                OptionEntry.single(
                                SctpOptions.DISABLE_FRAGMENTS,
                                "Whether messages that do not fit into one packet are refused.",
                                OptionField.flag(""))
                        .source("RFC 6458 section 8.1.11")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                SctpOptions.MAXSEG,
                                "Maximum user data of one chunk, in bytes; 0 lets the path MTU decide.",
                                OptionField.zeroOrNumber("", MIN_SEGMENT, MAX_SEGMENT))
                        .oneAssociationOnly()
                        .linked(SctpOptions.PEER_ADDR_PARAMS, SctpOptions.PLPMTUD_PROBE_INTERVAL)
                        .source("RFC 6458 section 8.1.16")
                        .note("For an association it reads as the current maximum: this value, or less where the "
                                + "path MTU is smaller.")
                        .rounds(
                                OptionDifference.ANY,
                                (set, read) -> read > 0 && (set == 0 || read <= set),
                                "For an association it reads as the current maximum.")
                        .initially(0)
                        .build(),
                defaultSendInfo(),
                defaultSendParameters(),
                defaultPrInfo(),
                OptionEntry.readOnly(SctpOptions.PR_ASSOC_STATUS, "Numbers of abandoned messages of an association.")
                        .source("RFC 7496 section 4.4")
                        .build(),
                OptionEntry.readOnly(SctpOptions.PR_STREAM_STATUS, "Numbers of abandoned messages of a stream.")
                        .source("RFC 7496 section 4.3")
                        .build(),
                OptionEntry.single(
                                SctpOptions.STREAM_SCHEDULER,
                                "The stream scheduler: which stream's message is sent next.",
                                OptionField.choice("", StreamScheduler.class))
                        .source("RFC 8260 section 4.3.2")
                        .system("Linux 4.15")
                        .refuses(
                                KERNEL,
                                value -> value == StreamScheduler.ROUND_ROBIN_PACKET,
                                "Linux does not have the scheduler ROUND_ROBIN_PACKET.")
                        .refuses(
                                KERNEL,
                                value -> value == StreamScheduler.FAIR_CAPACITY
                                        || value == StreamScheduler.WEIGHTED_FAIR_QUEUEING,
                                "FAIR_CAPACITY and WEIGHTED_FAIR_QUEUEING are in Linux 6.4 and later.")
                        .initially(StreamScheduler.FIRST_COME_FIRST_SERVED)
                        .build(),
                OptionEntry.single(
                                SctpOptions.STREAM_SCHEDULER_VALUE,
                                "A stream's priority or weight.",
                                OptionField.number("", 0, MAX_U16))
                        .source("RFC 8260 section 4.3.3")
                        .system("Linux 4.15")
                        .build(),
                OptionEntry.single(
                                SctpOptions.EVENTS,
                                "The set of notifications that the channel is subscribed to.",
                                OptionField.choices("", NotificationType.class))
                        .source("RFC 6458 section 6.2.1")
                        .normal(Set::copyOf)
                        .initially(Set.of())
                        .build(),
                OptionEntry.single(
                                SctpOptions.CONTEXT,
                                "A number that ReceiveInfo returns with every message received.",
                                OptionField.number("", Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .source("RFC 6458 section 8.1.25")
                        .initially(0)
                        .build(),
                OptionEntry.single(
                                SctpOptions.FRAGMENT_INTERLEAVE,
                                "Whether parts of large messages may be interleaved.",
                                OptionField.number("", 0, 2).trying(0, 1, 2))
                        .source("RFC 6458 section 8.1.20")
                        .note("0 switches SCTP_INTERLEAVING_SUPPORTED off. One-to-many channels of the userspace "
                                + "provider begin with 1, as RFC 6458 requires.")
                        .linked(SctpOptions.INTERLEAVING_SUPPORTED)
                        .reads(
                                KERNEL,
                                value -> value == 2,
                                (set, read) -> read == 1,
                                "Linux treats 2 as 1, but behaves as 2 with SCTP_INTERLEAVING_SUPPORTED.")
                        .initially(0)
                        .build(),
                OptionEntry.single(
                                SctpOptions.PARTIAL_DELIVERY_POINT,
                                "Bytes from which an incomplete message is delivered in parts; 0 for the default.",
                                OptionField.number("", 0, Integer.MAX_VALUE).trying(0, 1, 8000, 16_384))
                        .source("RFC 6458 section 8.1.21")
                        .note("At most SO_RCVBUF as it reads back, otherwise EINVAL.")
                        .initially(0)
                        .build(),
                OptionEntry.single(SctpOptions.RECVRCVINFO, "Whether ReceiveInfo is filled.", OptionField.flag(""))
                        .source("RFC 6458 section 8.1.29")
                        .note("On by default in this library, unlike in the C API.")
                        .initially(true)
                        .build(),
                OptionEntry.single(
                                SctpOptions.RECVNXTINFO,
                                "Whether ReceiveInfo describes the next message.",
                                OptionField.flag(""))
                        .source("RFC 6458 section 8.1.30")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                SctpOptions.I_WANT_MAPPED_V4_ADDR,
                                "Whether the system uses mapped IPv4 addresses; Java sees IPv4 either way.",
                                OptionField.flag(""))
                        .source("RFC 6458 section 8.1.15")
                        .absent(USERSPACE, "it has no meaning here: Java sees IPv4 addresses as such")
                        .build());
    }

    private static OptionEntry<DefaultSendInfo> defaultSendInfo() {
        return OptionEntry.struct(
                        SctpOptions.DEFAULT_SNDINFO,
                        "Defaults of a send without SendInfo.",
                        info -> new Object[] {info.stream(), info.ppid(), info.unordered(), info.context()},
                        all -> new DefaultSendInfo((int) all[0], (int) all[1], (boolean) all[2], (int) all[3]),
                        OptionField.number("stream", 0, MAX_U16),
                        OptionField.number("ppid", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        OptionField.flag("unordered"),
                        OptionField.number("context", Integer.MIN_VALUE, Integer.MAX_VALUE))
                .linked(SctpOptions.DEFAULT_SEND_PARAM)
                .source("RFC 6458 section 8.1.31")
                .note("It leaves DEFAULT_PRINFO as it is. A stream that the association does not have is an error of"
                        + " the send.")
                .initially(new DefaultSendInfo(0, 0, false, 0))
                .build();
    }

    private static OptionEntry<DefaultSendParameters> defaultSendParameters() {
        return OptionEntry.struct(
                        SctpOptions.DEFAULT_SEND_PARAM,
                        "The deprecated form of DEFAULT_SNDINFO, with a lifetime; zero for no limit.",
                        value -> new Object[] {
                            value.stream(), value.ppid(), value.unordered(), value.context(), value.lifetime()
                        },
                        all -> new DefaultSendParameters(
                                (int) all[0], (int) all[1], (boolean) all[2], (int) all[3], (Duration) all[4]),
                        OptionField.number("stream", 0, MAX_U16),
                        OptionField.number("ppid", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        OptionField.flag("unordered"),
                        OptionField.number("context", Integer.MIN_VALUE, Integer.MAX_VALUE),
                        OptionField.millis("lifetime", 0, MAX_MILLIS))
                .linked(SctpOptions.DEFAULT_SNDINFO, SctpOptions.DEFAULT_PRINFO)
                .source("RFC 6458 section 8.1.13")
                .note("It also sets DEFAULT_PRINFO: the policy LIFETIME, or none for a lifetime of zero.")
                .initially(new DefaultSendParameters(0, 0, false, 0, Duration.ZERO))
                .build();
    }

    private static OptionEntry<PrInfo> defaultPrInfo() {
        return OptionEntry.struct(
                        SctpOptions.DEFAULT_PRINFO,
                        "The partial reliability of messages that do not set their own.",
                        info -> new Object[] {info.policy(), info.value()},
                        all -> new PrInfo((PrPolicy) all[0], (long) all[1]),
                        OptionField.choice("policy", PrPolicy.class),
                        OptionField.longNumber("value", 0, MAX_U32))
                .normal(info -> info.policy() == PrPolicy.RELIABLE ? new PrInfo(PrPolicy.RELIABLE, 0) : info)
                .linked(SctpOptions.DEFAULT_SEND_PARAM)
                .source("RFC 6458 section 8.1.32")
                .note("The value of the policy RELIABLE reads as 0.")
                .initially(new PrInfo(PrPolicy.RELIABLE, 0))
                .build();
    }
}
