package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.Association.ResetDirection;
import io.sctp.NotificationType;
import io.sctp.ReceiveInfo;
import io.sctp.SctpChannel;
import io.sctp.SctpException;
import io.sctp.SctpMessageChannel;
import io.sctp.SctpNotification;
import io.sctp.SctpNotification.ResetResult;
import io.sctp.SctpOptions;
import io.sctp.SendInfo;
import io.sctp.option.InitParameters;
import io.sctp.option.StreamResetPermission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Re-configuration of streams (RFC 6525). */
public abstract class ReconfigTck extends Tck {
    private static final NotificationType[] EVENTS = {
        NotificationType.STREAM_RESET, NotificationType.ASSOCIATION_RESET, NotificationType.STREAM_CHANGE
    };
    private static final Setup RECONFIGURABLE = e -> {
        e.setOption(SctpOptions.RECONFIG_SUPPORTED, true);
        e.setOption(SctpOptions.ENABLE_STREAM_RESET, EnumSet.allOf(StreamResetPermission.class));
        e.setOption(SctpOptions.INITMSG, InitParameters.streams(4, 16));
        e.subscribe(EVENTS);
    };

    @Test
    void shouldStartTheNumbersOfOutgoingStreamsAgain() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        sendOnStreams(pair, 2);
        pair.client().association().resetStreams(ResetDirection.OUTGOING, 1, 2);
        final var local = awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        assertEquals(ResetResult.DONE, local.result());
        assertTrue(local.outgoing(), local::toString);
        assertEquals(List.of(1, 2), local.streams().stream().sorted().toList());
        final var remote = awaitNotification(pair.server(), SctpNotification.StreamReset.class);
        assertEquals(ResetResult.DONE, remote.result());
        assertTrue(remote.incoming(), remote::toString);
        assertEquals(List.of(1, 2), remote.streams().stream().sorted().toList());
        assertEquals(2, nextSsn(pair.client(), pair.server(), 0), "stream 0 goes on");
        assertEquals(0, nextSsn(pair.client(), pair.server(), 1), "stream 1 starts again");
        assertEquals(0, nextSsn(pair.client(), pair.server(), 2), "stream 2 starts again");
    }

    @Test
    void shouldAskThePeerToResetIncomingStreams() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        assertEquals(0, nextSsn(pair.server(), pair.client(), 1));
        assertEquals(1, nextSsn(pair.server(), pair.client(), 1));
        pair.client().association().resetStreams(ResetDirection.INCOMING, 1);
        final var told = awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        assertEquals(ResetResult.DONE, told.result());
        assertTrue(told.incoming(), told::toString);
        assertEquals(0, nextSsn(pair.server(), pair.client(), 1));
    }

    @Test
    void shouldResetAllStreamsWhenNoneIsNamed() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        sendOnStreams(pair, 1);
        pair.client().association().resetStreams(ResetDirection.OUTGOING);
        awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        awaitNotification(pair.server(), SctpNotification.StreamReset.class);
        for (int stream = 0; stream < 3; stream++) {
            assertEquals(0, nextSsn(pair.client(), pair.server(), stream), "stream " + stream);
        }
    }

    @Test
    void shouldAddStreams() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        assertEquals(4, pair.client().association().status().outboundStreams());
        assertThrows(
                SctpException.InvalidStream.class, () -> send(pair.client(), "too early", new SendInfo().stream(5)));
        pair.client().association().addStreams(0, 3);
        final var told = awaitNotification(pair.client(), SctpNotification.StreamChange.class);
        assertEquals(ResetResult.DONE, told.result());
        assertEquals(7, pair.client().association().status().outboundStreams());
        assertEquals(0, nextSsn(pair.client(), pair.server(), 6), "the new stream can be used");
        assertEquals(7, pair.server().association().status().inboundStreams());
    }

    @Test
    void shouldAskThePeerForMoreStreams() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        pair.client().association().addStreams(2, 0);
        final var told = awaitNotification(pair.client(), SctpNotification.StreamChange.class);
        assertEquals(ResetResult.DONE, told.result());
        // This end may hear of them first: the other one has them when its request was answered.
        await(
                "the peer to have them",
                () -> pair.server().association().status().outboundStreams() == 6);
        assertEquals(0, nextSsn(pair.server(), pair.client(), 5), "the new stream can be used");
    }

    @Test
    void shouldStartAllNumbersAgain() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        sendOnStreams(pair, 2);
        pair.client().association().reset();
        final var told = awaitNotification(pair.client(), SctpNotification.AssociationReset.class);
        assertEquals(ResetResult.DONE, told.result());
        assertNotEquals(0, told.localTsn());
        awaitNotification(pair.server(), SctpNotification.AssociationReset.class);
        for (int stream = 0; stream < 3; stream++) {
            assertEquals(0, nextSsn(pair.client(), pair.server(), stream), "stream " + stream);
        }
    }

    @Test
    void shouldRefuseWhereReconfigurationWasNotAgreedOn() throws IOException {
        final Pair pair = pair();
        assertThrows(SctpException.class, () -> pair.client().association().resetStreams(ResetDirection.OUTGOING, 1));
        assertThrows(SctpException.class, () -> pair.client().association().addStreams(0, 1));
        assertThrows(SctpException.class, () -> pair.client().association().reset());
        send(pair.client(), "unharmed");
        assertEquals("unharmed", receive(pair.server()));
    }

    @Test
    void shouldTellThatThePeerDenied() throws IOException {
        final Pair pair = pair(RECONFIGURABLE, e -> {
            RECONFIGURABLE.apply(e);
            e.setOption(SctpOptions.ENABLE_STREAM_RESET, EnumSet.of(StreamResetPermission.CHANGE_ASSOCIATION));
        });
        pair.client().association().resetStreams(ResetDirection.INCOMING, 1);
        final var told = awaitNotification(pair.client(), SctpNotification.StreamReset.class);
        assertNotEquals(ResetResult.DONE, told.result());
    }

    /** Each end hears of both directions, in an order that depends on whose request is done first. */
    @Test
    void shouldResetBothDirectionsWithOneCall() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        sendOnStreams(pair, 2);
        assertEquals(0, nextSsn(pair.server(), pair.client(), 1));
        assertEquals(1, nextSsn(pair.server(), pair.client(), 1));
        pair.client().association().resetStreams(ResetDirection.BOTH, 1);
        for (final SctpChannel channel : List.of(pair.client(), pair.server())) {
            final int id = channel.association().id();
            final var first = awaitNotification(channel, SctpNotification.StreamReset.class);
            final var second = awaitNotification(channel, SctpNotification.StreamReset.class);
            assertEquals(
                    Set.of(
                            new SctpNotification.StreamReset(id, true, false, ResetResult.DONE, List.of(1)),
                            new SctpNotification.StreamReset(id, false, true, ResetResult.DONE, List.of(1))),
                    Set.of(first, second));
        }
        assertEquals(0, nextSsn(pair.client(), pair.server(), 1));
        assertEquals(0, nextSsn(pair.server(), pair.client(), 1));
        assertEquals(2, nextSsn(pair.client(), pair.server(), 2), "another stream goes on");
    }

    @Test
    void shouldAddStreamsBothWaysWithOneCall() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        pair.client().association().addStreams(2, 3);
        final var first = awaitNotification(pair.client(), SctpNotification.StreamChange.class);
        final var second = awaitNotification(pair.client(), SctpNotification.StreamChange.class);
        assertEquals(
                Set.of(List.of(0, 3), List.of(2, 0)),
                Set.of(
                        List.of(first.inboundStreams(), first.outboundStreams()),
                        List.of(second.inboundStreams(), second.outboundStreams())));
        assertEquals(7, pair.client().association().status().outboundStreams());
        assertEquals(6, pair.client().association().status().inboundStreams());
    }

    @Test
    void shouldRefuseStreamsThatDoNotExist() throws IOException {
        final Pair pair = pair(RECONFIGURABLE);
        assertThrows(SctpException.class, () -> pair.client().association().resetStreams(ResetDirection.OUTGOING, 99));
        assertThrows(
                IllegalArgumentException.class,
                () -> pair.client().association().resetStreams(ResetDirection.OUTGOING, 65_536));
        assertThrows(
                IllegalArgumentException.class,
                () -> pair.client().association().addStreams(-1, 0));
    }

    /** Sends so many messages on each of the streams 0 to 2, and has them received and acknowledged. */
    private static void sendOnStreams(final Pair pair, final int each) throws IOException {
        for (int i = 0; i < each; i++) {
            for (int stream = 0; stream < 3; stream++) {
                assertEquals(i, nextSsn(pair.client(), pair.server(), stream));
            }
        }
        await(
                "everything to be acknowledged",
                () -> pair.client().association().status().unackedChunks() == 0);
    }

    /** The stream sequence number of a message that is sent now; notifications before it are dropped. */
    private static int nextSsn(final SctpChannel from, final SctpChannel to, final int stream) throws IOException {
        send(from, "which number?", new SendInfo().stream(stream));
        final ByteBuffer buffer = ByteBuffer.allocate(100);
        final ReceiveInfo info = new ReceiveInfo();
        int length;
        do {
            length = to.receive(buffer.clear(), info, LONG);
        } while (length == SctpMessageChannel.NOTIFICATION);
        assertEquals(bytes("which number?"), buffer.flip());
        assertEquals(stream, info.stream());
        return info.ssn();
    }
}
