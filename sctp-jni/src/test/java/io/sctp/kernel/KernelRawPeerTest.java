package io.sctp.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.NotificationType;
import io.sctp.PrPolicy;
import io.sctp.SctpChannel;
import io.sctp.SctpNotification.AssociationChange;
import io.sctp.SctpNotification.AssociationTransition;
import io.sctp.SctpNotification.RemoteError;
import io.sctp.SctpNotification.SendFailed;
import io.sctp.SctpOptions;
import io.sctp.SctpServerChannel;
import io.sctp.SendInfo;
import io.sctp.option.RtoInfo;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.Tck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The events that only a peer can bring about that no socket can be made to be. */
class KernelRawPeerTest extends Tck {
    /** The port that IANA assigned to SCTP in UDP (RFC 6951, section 5.1). */
    private static final int ENCAPSULATION_PORT = 9899;

    private static final int UNRECOGNIZED_CHUNK = 6;
    private static final int USER_INITIATED_ABORT = 12;

    private SctpChannel server;

    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        restoring(new KernelSettings()).set("udp_port", String.valueOf(ENCAPSULATION_PORT));
    }

    @Test
    void shouldTellOfThePeersErrorChunk() throws IOException {
        final RawPeer peer = connect(NotificationType.REMOTE_ERROR);
        final byte[] chunkNobodyKnows = {(byte) 0xc1, 0, 0, 8, 1, 2, 3, 4};
        peer.sendError(UNRECOGNIZED_CHUNK, chunkNobodyKnows);
        final RemoteError told = awaitNotification(server, RemoteError.class);
        assertEquals(server.association().id(), told.association());
        assertEquals(UNRECOGNIZED_CHUNK, told.error(), "cause code");
        assertEquals(ByteBuffer.wrap(chunkNobodyKnows), told.data(), "the cause's information");
    }

    @Test
    void shouldTellThatThePeerRestarted() throws IOException {
        final RawPeer peer = connect(NotificationType.ASSOCIATION_CHANGE);
        awaitChange(server, AssociationTransition.UP);
        final int id = server.association().id();
        peer.connect();
        final AssociationChange restart = awaitChange(server, AssociationTransition.RESTARTED);
        assertEquals(id, restart.association(), "the association stays the same");
        assertEquals(0, restart.error());
    }

    @Test
    void shouldTellTheCauseOfThePeersAbort() throws IOException {
        final RawPeer peer = connect(NotificationType.ASSOCIATION_CHANGE);
        awaitChange(server, AssociationTransition.UP);
        peer.abort(USER_INITIATED_ABORT, "over".getBytes(StandardCharsets.US_ASCII));
        final AssociationChange lost = awaitChange(server, AssociationTransition.LOST);
        assertEquals(USER_INITIATED_ABORT, lost.error(), "cause code");
        assertEquals(
                ByteBuffer.wrap(new byte[] {0, USER_INITIATED_ABORT, 0, 8, 'o', 'v', 'e', 'r'}),
                lost.info(),
                "the ABORT chunk without its header");
    }

    @Test
    void shouldRetransmitNoMoreOftenThanTheMessageMay() throws IOException {
        final RawPeer peer = connect(NotificationType.SEND_FAILED);
        send(server, "twice", new SendInfo().partialReliability(PrPolicy.RETRANSMISSIONS, 1));
        assertEquals(2, peer.countDataUntilForwardTsn(), "sent once and retransmitted once");
        final SendFailed failed = awaitNotification(server, SendFailed.class);
        assertEquals(bytes("twice"), failed.data());
    }

    private RawPeer connect(final NotificationType... subscription) throws IOException {
        final SctpServerChannel listener = listener();
        listener.subscribe(subscription);
        final Duration soon = Duration.ofMillis(200);
        listener.setOption(SctpOptions.RTOINFO, new RtoInfo(soon, soon, soon));
        final RawPeer peer = closing(
                new RawPeer(ENCAPSULATION_PORT, listener.getLocalAddress().port(), LONG));
        server = closing(listener.accept(LONG));
        return peer;
    }
}
