package io.sctp.bench.transport;

import io.sctp.SctpAddress;
import java.io.IOException;
import java.time.Duration;

/** A transport of messages between a load generator and its server. */
public interface LoadTransport {
    /** Its name, for {@code --provider} and in results. */
    String name();

    /** Listens on the address; port 0 lets the system choose. */
    Acceptor listen(SctpAddress local, Setup setup) throws IOException;

    /**
     * Sets up an association, and waits until it is established.
     *
     * @param limit maximum time to wait
     * @throws IOException also if the time limit was exceeded
     */
    Connection connect(SctpAddress remote, Setup setup, Duration limit) throws IOException;

    /** Opens an inbox for peers of this transport. */
    Inbox openInbox() throws IOException;

    /**
     * Whether {@link Setup#batch} and {@link Setup#dispatcherWorkers} can be other than 0.
     *
     * @return false for transports that are only for comparison
     */
    default boolean knowsBatches() {
        return false;
    }

    /** Receives through a dispatcher with {@link Setup#dispatcherWorkers} workers, which call the handlers. */
    default Receiver openDispatcher(final Setup setup) throws IOException {
        throw new IllegalArgumentException("the provider '" + name() + "' has no dispatcher");
    }

    /**
     * What both ends agree on before an association begins.
     *
     * @param streams to request and to allow, in each direction
     * @param ppid payload protocol identifier of every message
     * @param unordered whether messages may overtake each other
     * @param maxMessageBytes the largest message
     * @param waiting whether {@link Connection#receive} waits, for a thread per peer; false with an {@link Inbox}
     * @param batch maximum messages per call, in each direction; 0 to send and receive one at a time
     * @param dispatcherWorkers workers of the dispatcher that receives; 0 for none
     * @param nagle whether the Nagle algorithm delays small messages
     */
    record Setup(
            int streams,
            int ppid,
            boolean unordered,
            int maxMessageBytes,
            boolean waiting,
            int batch,
            int dispatcherWorkers,
            boolean nagle) {
        /** The largest batch. */
        public static final int MAX_BATCH = 4_096;
        /** The most workers. */
        public static final int MAX_WORKERS = 256;

        /** Checks the values. */
        public Setup {
            requireUpTo("--batch", batch, MAX_BATCH);
            requireUpTo("--dispatcher", dispatcherWorkers, MAX_WORKERS);
        }

        /**
         * Checks that a transport supports this set-up.
         *
         * @throws IllegalArgumentException if not
         */
        public void requirePossible(final LoadTransport transport) {
            requirePossible(transport.name(), transport.knowsBatches());
        }

        void requirePossible(final String name, final boolean knowsBatches) {
            if ((batch > 0 || dispatcherWorkers > 0) && !knowsBatches) {
                throw new IllegalArgumentException("the provider '" + name
                        + "' has neither batches nor a dispatcher: leave --batch and --dispatcher out");
            }
        }

        private static void requireUpTo(final String what, final int value, final int max) {
            if (value < 0 || value > max) {
                throw new IllegalArgumentException(what + " " + value + " is not between 0 and " + max);
            }
        }
    }
}
