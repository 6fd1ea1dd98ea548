package io.sctp.engine.association;

import io.sctp.engine.config.AssociationConfig;

/**
 * The procedures of an engine. Each is constructed with the engine's state and the procedures that it calls, so this
 * class shows all dependencies between procedures. Callers from outside (packets, polls, timers, the user's calls) find
 * the procedures here; procedures do not.
 */
public final class Procedures {
    final MemoryWaiters waiters;
    final Endings endings;
    final MemoryShares shares;
    final BufferSizes bufferSizes;
    final Verification verification;
    final ErrorReports errorReports;
    final Authentication authentication;
    final ControlPackets packets;
    final Aborts aborts;
    final ExtensionTable extensions = new ExtensionTable();
    final Reachability reachability;
    final MtuDiscovery mtuDiscovery;
    final Heartbeats heartbeats;
    final Shutdowns shutdowns;
    final DataTransfer data;
    final Connecting connecting;
    final InitResponses initResponses;
    final Accepting accepting;

    private final EngineState engine;

    public Procedures(final EngineState engine) {
        this.engine = engine;
        waiters = new MemoryWaiters(engine);
        endings = new Endings(engine);
        verification = new Verification(engine, engine.hash);
        errorReports = new ErrorReports(engine);
        authentication = new Authentication(engine, errorReports);
        packets = new ControlPackets(engine, authentication, verification);
        aborts = new Aborts(engine, authentication, verification);
        shares = new MemoryShares(engine, aborts, endings, waiters);
        bufferSizes = new BufferSizes(engine, shares);
        reachability = new Reachability(engine, verification, extensions);
        mtuDiscovery = new MtuDiscovery(engine, authentication, reachability);
        heartbeats = new Heartbeats(engine, reachability, mtuDiscovery);
        reachability.watch(mtuDiscovery);
        reachability.watch(heartbeats);
        shutdowns = new Shutdowns(engine, aborts, extensions, reachability, verification);
        data = new DataTransfer(
                engine, aborts, bufferSizes, errorReports, extensions, mtuDiscovery, reachability, shares, shutdowns);
        final Establishment establishment = new Establishment(engine, extensions, heartbeats, mtuDiscovery, waiters);
        connecting = new Connecting(engine, aborts, establishment, shares, verification);
        initResponses = new InitResponses(engine, aborts, verification);
        accepting = new Accepting(
                engine,
                aborts,
                authentication,
                bufferSizes,
                errorReports,
                establishment,
                extensions,
                verification,
                this::newAssociation);
    }

    /** Adds an extension. There must be no associations yet. */
    public void extend(final Extension<?> extension) {
        extensions.add(extension);
    }

    // -- for extensions ---------------------------------------------------------------------------------------------

    public EngineState engine() {
        return engine;
    }

    public Aborts aborts() {
        return aborts;
    }

    /** Returns the sender of control chunks that are packets of their own. */
    public ControlPackets packets() {
        return packets;
    }

    public Reachability reachability() {
        return reachability;
    }

    public Heartbeats heartbeats() {
        return heartbeats;
    }

    public DataTransfer data() {
        return data;
    }

    public Shutdowns shutdowns() {
        return shutdowns;
    }

    /** Creates an association. It is in no table yet. */
    Tcb newAssociation(final AssociationConfig config, final int localPort, final int peerPort) {
        return new UserAssociation(engine, this, config, localPort, peerPort);
    }
}
