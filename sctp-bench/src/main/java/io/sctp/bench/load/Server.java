package io.sctp.bench.load;

import io.sctp.SctpAddress;
import io.sctp.bench.transport.Acceptor;
import io.sctp.bench.transport.LoadTransport;
import io.sctp.bench.transport.Peer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts associations and does with every message what its handler says. */
public final class Server implements AutoCloseable {
    private final Acceptor acceptor;
    private final LoadTransport transport;
    private final LoadTransport.Setup setup;
    private final Worker.Handler handler;
    private final Thread thread;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private volatile boolean closing;
    private volatile IOException failure;

    Server(
            final LoadTransport transport,
            final SctpAddress local,
            final LoadTransport.Setup setup,
            final Worker.Handler handler)
            throws IOException {
        this.transport = transport;
        this.setup = setup;
        this.handler = handler;
        this.acceptor = transport.listen(local, setup);
        this.thread = new Thread(this::acceptAll, "load-accept");
        thread.setDaemon(true);
        thread.start();
    }

    /** Listens, and sends every message back as it came. */
    public static Server echo(final LoadTransport transport, final SctpAddress local, final LoadTransport.Setup setup)
            throws IOException {
        return new Server(transport, local, setup, peer -> peer.send(peer.message(), peer.messageStream()));
    }

    /** Where it listens. */
    public SctpAddress address() throws IOException {
        return acceptor.address();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        thread.join();
    }

    /** What ended accepting or receiving before its time, or null. */
    Throwable failure() {
        return failure != null
                ? failure
                : workers.stream()
                        .map(Worker::failure)
                        .filter(cause -> cause != null)
                        .findFirst()
                        .orElse(null);
    }

    /** Ends all threads and closes all associations; calling it again does nothing. */
    @Override
    public void close() throws IOException {
        if (closing) {
            return;
        }
        closing = true;
        acceptor.close();
        for (final Worker worker : workers) {
            worker.close();
        }
    }

    private void acceptAll() {
        try {
            while (!closing) {
                serve(acceptor.accept());
            }
        } catch (final IOException e) {
            failure = closing ? null : e;
        }
    }

    private void serve(final Peer peer) throws IOException {
        if (setup.waiting()) {
            workers.add(new Worker("load-server", peer, handler));
            return;
        }
        if (workers.isEmpty()) {
            workers.add(new Worker("load-server", transport, handler));
        }
        workers.get(0).add(peer);
    }
}
