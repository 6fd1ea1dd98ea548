package io.sctp.engine;

import io.sctp.engine.association.EngineHandler;
import io.sctp.engine.config.EngineConfig;
import io.sctp.engine.receive.ReceiveInfo;
import io.sctp.engine.send.SendResult;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Two engines in memory on one thread, no I/O: nanoseconds per message, both ends together. Run its main; the argument
 * is the number of rounds. Window 128 KiB, packets of 1,452 bytes.
 */
public final class EnginePairBenchmark {
    private static final int WINDOW = 128 * 1024;

    private EnginePairBenchmark() {}

    public static void main(final String[] arguments) {
        final int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        for (int round = 1; round <= rounds; round++) {
            for (final int size : new int[] {100, 1400, 8000}) {
                final long nanos = measure(size, 400_000_000L / (size + 300));
                System.out.printf(Locale.ROOT, "round %d  %5d bytes  %6d ns/message%n", round, size, nanos);
            }
        }
    }

    private static long measure(final int size, final long messages) {
        final EngineConfig config = EngineConfig.builder()
                .receiveWindowBytes(WINDOW)
                .sendBufferBytes(2 * WINDOW)
                .build();
        final EnginePair pair = new EnginePair(config, config).connect();
        final EngineHandler clientEvents = pair.clientEvents;
        final ByteBuffer message = ByteBuffer.allocateDirect(size);
        final ByteBuffer received = ByteBuffer.allocateDirect(size);
        final ReceiveInfo info = new ReceiveInfo();
        long arrived = 0;
        long warm = messages / 4;
        long begin = 0;
        while (arrived < messages) {
            while (pair.clientSide.send(message, 0, size, 0, 0, 0, 0) == SendResult.QUEUED) {
                // Fills the send buffer.
            }
            pair.carry(true);
            pair.server.pollEvents(pair.serverEvents, 16);
            while (pair.serverSide.receive(received, 0, size, info) >= 0) {
                arrived++;
            }
            pair.carry(false);
            pair.client.pollEvents(clientEvents, 16);
            pair.clientEvents.events.clear();
            pair.nowNs += 1000;
            if (begin == 0 && arrived >= warm) {
                begin = System.nanoTime();
                warm = arrived;
            }
        }
        return (System.nanoTime() - begin) / (arrived - warm);
    }
}
