package io.sctp.userspace.channel;

import io.sctp.Association.ResetDirection;
import io.sctp.Errno;
import io.sctp.NotificationType;
import io.sctp.SctpException;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.ResetResult;
import io.sctp.engine.Association;
import io.sctp.engine.ReconfigOutcome;
import io.sctp.engine.ReconfigRequest;
import java.util.Arrays;
import java.util.List;

/**
 * Changes of an association's streams (RFC 6525). The engine performs one request at a time, so a program's request for
 * both directions is performed in two steps. Guarded by the driver's lock.
 */
public final class Reconfiguration {
    private final ChannelAssociation association;

    /** The second step of a request, which begins when the first has ended; null if there is none. */
    private Half second;

    /** Begins a request in the engine. */
    @FunctionalInterface
    private interface Begin {
        ReconfigRequest in(Association engine);
    }

    /**
     * One direction of a request.
     *
     * @param begin starts it in the engine
     * @param failed reports that it cannot start
     */
    private record Half(Begin begin, SctpNotification failed) {}

    Reconfiguration(final ChannelAssociation association) {
        this.association = association;
    }

    // ---- Requests

    void resetStreams(final ResetDirection direction, final int... streams) throws SctpException {
        final int[] wanted = streams.clone();
        final Begin outgoing = engine -> engine.resetOutgoingStreams(wanted);
        final Begin incoming = engine -> engine.resetIncomingStreams(wanted);
        switch (direction) {
            case OUTGOING -> begin("reset streams", outgoing, null);
            case INCOMING -> begin("reset streams", incoming, null);
            case BOTH -> {
                requireInbound(wanted);
                begin("reset streams", outgoing, new Half(incoming, streamReset(true, ResetResult.FAILED, wanted)));
            }
        }
    }

    /** Checked before the first step: streams of both directions must exist. */
    private void requireInbound(final int... streams) throws SctpException {
        for (final int stream : streams) {
            if (stream >= association.engine().inboundStreams()) {
                throw refusal("reset streams", ReconfigRequest.INVALID);
            }
        }
    }

    void resetAssociation() throws SctpException {
        begin("reset association", Association::resetAssociation, null);
    }

    void addStreams(final int inbound, final int outbound) throws SctpException {
        final Begin more = engine -> engine.addOutgoingStreams(outbound);
        final Begin asked = engine -> engine.addIncomingStreams(inbound);
        if (outbound == 0) {
            begin("add streams", asked, null);
        } else if (inbound == 0) {
            begin("add streams", more, null);
        } else {
            begin("add streams", more, new Half(asked, streamChange(ResetResult.FAILED, inbound, 0)));
        }
    }

    private void begin(final String operation, final Begin first, final Half then) throws SctpException {
        final ReconfigRequest begun = second != null ? ReconfigRequest.BUSY : first.in(association.engine());
        if (begun != ReconfigRequest.BEGUN) {
            throw refusal(operation, begun);
        }
        second = then;
    }

    private SctpException refusal(final String operation, final ReconfigRequest refused) {
        final boolean isKnown =
                refused == ReconfigRequest.BUSY || association.engine().isReconfigurable();
        return switch (isKnown ? refused : ReconfigRequest.NOT_SUPPORTED) {
            case NOT_ESTABLISHED ->
                association.refusal(operation, Errno.ENOTCONN, "the association is not up, or shuts down");
            case NOT_SUPPORTED ->
                association.refusal(
                        operation,
                        Errno.ENOPROTOOPT,
                        "re-configuration (RFC 6525) was not negotiated: set SCTP_RECONFIG_SUPPORTED on both ends"
                                + " before the association begins");
            case BUSY ->
                association.refusal(operation, Errno.EINPROGRESS, "an earlier request has not been answered yet");
            default ->
                association.refusal(
                        operation, Errno.EINVAL, "there are no such streams, or too many are named or requested");
        };
    }

    // ---- Outcomes, of this end's requests and the peer's

    void onStreamReset(final boolean incoming, final ReconfigOutcome outcome, final int... streams) {
        association
                .notifications()
                .tell(NotificationType.STREAM_RESET, streamReset(incoming, resultOf(outcome), streams), true);
        proceed();
    }

    void onAssociationReset(final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        association
                .notifications()
                .tell(
                        NotificationType.ASSOCIATION_RESET,
                        new SctpNotification.AssociationReset(association.id(), resultOf(outcome), localTsn, peerTsn),
                        true);
        proceed();
    }

    void onStreamsAdded(final ReconfigOutcome outcome, final int inbound, final int outbound) {
        association
                .notifications()
                .tell(NotificationType.STREAM_CHANGE, streamChange(resultOf(outcome), inbound, outbound), true);
        proceed();
    }

    private void proceed() {
        if (second == null) {
            return;
        }
        final ReconfigRequest begun = second.begin().in(association.engine());
        if (begun == ReconfigRequest.BUSY) {
            return; // by answering the peer's request; this method is also called for its outcome
        }
        final SctpNotification failed = second.failed();
        second = null;
        if (begun != ReconfigRequest.BEGUN) {
            association.notifications().tell(failed.type(), failed, true);
        }
    }

    private SctpNotification.StreamReset streamReset(
            final boolean incoming, final ResetResult result, final int... streams) {
        final List<Integer> which = Arrays.stream(streams).boxed().toList();
        return new SctpNotification.StreamReset(association.id(), incoming, !incoming, result, which);
    }

    private SctpNotification.StreamChange streamChange(
            final ResetResult result, final int inbound, final int outbound) {
        return new SctpNotification.StreamChange(association.id(), result, inbound, outbound);
    }

    private static ResetResult resultOf(final ReconfigOutcome outcome) {
        return switch (outcome) {
            case PERFORMED -> ResetResult.DONE;
            case DENIED -> ResetResult.DENIED;
            case FAILED -> ResetResult.FAILED;
        };
    }
}
