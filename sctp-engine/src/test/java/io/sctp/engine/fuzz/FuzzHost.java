package io.sctp.engine.fuzz;

import io.sctp.engine.Association;
import io.sctp.engine.CloseReason;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.FailedMessage;
import io.sctp.engine.ReceiveInfo;
import io.sctp.engine.SctpEngine;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.config.StreamScheduler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One end of a fuzzed exchange: an engine with tight limits, and a user that keeps what it must give back. */
final class FuzzHost implements EngineHandler {
    static final long MEMORY_LIMIT = 1 << 20;
    static final int WINDOW = 16 * 1024;

    private static final int MAX_ASSOCIATIONS = 4;

    final SctpEngine engine;
    Association association;

    private final List<Association> closed = new ArrayList<>();
    private final ReceiveInfo info = new ReceiveInfo();

    /** Makes a host; {@code interleaved} tells it to offer I-DATA. */
    FuzzHost(final long seed, final boolean interleaved, final int maxAmplification) {
        final EngineConfig config = EngineConfig.builder()
                .associations(interleaved ? interleavedConfig() : config())
                .memoryLimitBytes(MEMORY_LIMIT)
                .slabBytes(1 << 16)
                .maxReplies(8)
                .maxAssociations(MAX_ASSOCIATIONS)
                .maxAmplification(maxAmplification)
                .build();
        engine = new SctpEngine(config, new SplittableRandom(seed), 0);
    }

    private static AssociationConfig interleavedConfig() {
        return config().toBuilder()
                .interleavingSupported(true)
                .streamScheduler(StreamScheduler.ROUND_ROBIN)
                .partialDeliveryBytes(WINDOW / 4)
                .partsInterleaved(true)
                .build();
    }

    static AssociationConfig config() {
        return AssociationConfig.builder()
                .receiveWindowBytes(WINDOW)
                .maxMessageBytes(WINDOW / 2)
                .sendBufferBytes(WINDOW)
                .outboundStreams(8)
                .maxInboundStreams(16)
                .grantedReconfigurations(7)
                .maxProbeSize(1500)
                .build();
    }

    /** Reads everything, and releases what is over. */
    void read(final ByteBuffer into) {
        drain(association, into);
        for (final Association over : closed) {
            drain(over, into);
            require(engine.release(over), "a closed association could not be released");
        }
        closed.clear();
    }

    private void drain(final Association from, final ByteBuffer into) {
        while (from != null && from.receive(into, 0, into.capacity(), info) >= 0) {
            require(info.stream() < config().maxInboundStreams(), "delivered on a stream that does not exist");
        }
    }

    /** What must hold at any time, whatever arrives. */
    void check() {
        require(engine.memoryUsedBytes() <= MEMORY_LIMIT, "memory limit passed");
        require(engine.associationCount() <= MAX_ASSOCIATIONS, "more associations than allowed");
        if (association != null) {
            require(association.heldBytes() <= 2 * WINDOW + 4096, "holds more than twice its window");
            require(association.bufferedBytes() <= WINDOW, "buffers more than its limit");
        }
    }

    static void require(final boolean condition, final String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void onEstablished(final Association up) {
        association = up;
    }

    @Override
    public void onRestarted(final Association restarted) {
        association = restarted;
    }

    @Override
    public void onSendFailed(final Association failing, final FailedMessage message) {
        message.copy(ByteBuffer.allocateDirect(message.length()), 0);
    }

    @Override
    public void onClosed(final Association over, final CloseReason reason, final int causeCode) {
        closed.add(over);
    }
}
