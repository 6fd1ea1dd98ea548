package io.sctp.engine;

import io.sctp.engine.config.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers what it was told, as short words. */
public final class RecordingHandler implements EngineHandler {
    public final List<String> events = new ArrayList<>();
    public final List<ByteBuffer> failed = new ArrayList<>();
    public Association association;

    @Override
    public void onEstablished(final Association up) {
        association = up;
        events.add("established");
    }

    @Override
    public void onRestarted(final Association restarted) {
        events.add("restarted");
    }

    @Override
    public void onSendFailed(final Association failing, final FailedMessage message) {
        final ByteBuffer payload = ByteBuffer.allocateDirect(message.length());
        message.copy(payload, 0);
        failed.add(payload);
        events.add("failed " + message.reason() + " stream " + message.stream() + " ppid " + message.ppid()
                + " context " + message.context() + (message.wasSent() ? " sent" : " unsent"));
    }

    @Override
    public void onPathChange(final Association changed, final Path path) {
        events.add("path " + path.index() + " " + path.state());
    }

    @Override
    public void onPrimaryPathChange(final Association changed, final Path primary) {
        events.add("primary path " + primary.index());
    }

    @Override
    public void onPathAdded(final Association changed, final Path path) {
        events.add("added path " + path.index());
    }

    @Override
    public void onPathRemoved(final Association changed, final Path path) {
        events.add("removed path " + path.index());
    }

    @Override
    public void onAddressChange(
            final Association changed, final AddressChange change, final IpAddress address, final boolean done) {
        events.add(change + " " + (address.low() >> 16 & 0xFF) + (done ? " done" : " refused"));
    }

    @Override
    public void onAuthentication(final Association authenticated, final AuthEvent event, final int key) {
        events.add("authentication " + event + " " + key);
    }

    @Override
    public void onStreamReset(
            final Association reset, final boolean incoming, final ReconfigOutcome outcome, final int[] streams) {
        events.add("reset " + (incoming ? "incoming " : "outgoing ") + outcome + " " + Arrays.toString(streams));
    }

    @Override
    public void onAssociationReset(
            final Association reset, final ReconfigOutcome outcome, final int localTsn, final int peerTsn) {
        events.add("association reset " + outcome);
    }

    @Override
    public void onStreamsAdded(
            final Association changed, final ReconfigOutcome outcome, final int inbound, final int outbound) {
        events.add("streams added " + outcome + " " + inbound + " " + outbound);
    }

    @Override
    public void onAdaptationIndication(final Association association, final int indication) {
        events.add("adaptation " + Integer.toHexString(indication));
    }

    @Override
    public void onReadable(final Association readable) {
        if (!events.contains("readable")) {
            events.add("readable");
        }
    }

    @Override
    public void onWritable(final Association writable) {
        events.add("writable");
    }

    @Override
    public void onPeerError(final Association reported, final int causeCode) {
        events.add("error " + causeCode);
    }

    @Override
    public void onPeerShutdown(final Association ending) {
        events.add("peer shutdown");
    }

    @Override
    public void onDrained(final Association drained) {
        if (!events.contains("drained")) {
            events.add("drained");
        }
    }

    @Override
    public void onClosed(final Association closed, final CloseReason reason, final int causeCode) {
        events.add("closed " + reason + " " + causeCode);
    }
}
