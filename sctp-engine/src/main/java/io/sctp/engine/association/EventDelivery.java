package io.sctp.engine.association;

import io.sctp.engine.AuthEvent;
import io.sctp.engine.EngineHandler;
import io.sctp.engine.path.TransportPath;
import io.sctp.engine.send.FailedMessages;

/** Delivers the events of associations to the user. */
public final class EventDelivery {
    /** Maximum number of messages handed back for one association before the events of others are delivered. */
    private static final int MAX_HANDED_BACK = 256;

    private final EngineState engine;
    private final Procedures procedures;

    public EventDelivery(final EngineState engine, final Procedures procedures) {
        this.engine = engine;
        this.procedures = procedures;
    }

    /** Delivers the events of up to {@code limit} associations. See {@code SctpEngine.pollEvents}. */
    public int poll(final EngineHandler handler, final int limit) {
        int count = 0;
        while (count < limit) {
            final Tcb association = next();
            if (association == null) {
                break;
            }
            count++;
            engine.involved = association;
            deliver(association, association.takeEvents(), handler);
        }
        return count;
    }

    private Tcb next() {
        Tcb next = engine.lists.takeWithEvents();
        while (next == null && procedures.waiters.tellNext()) {
            next = engine.lists.takeWithEvents();
        }
        return next;
    }

    private static void deliver(final Tcb association, final int events, final EngineHandler handler) {
        if ((events & Events.ESTABLISHED) != 0) {
            handler.onEstablished(association);
        }
        if ((events & Events.RESTARTED) != 0) {
            handler.onRestarted(association);
        }
        if ((events & Events.SEND_FAILED) != 0 && !handBack(association, handler)) {
            association.raise(events & ~(Events.ESTABLISHED | Events.RESTARTED));
            return;
        }
        if ((events & Events.EXTENSIONS) != 0) {
            ExtensionTable.deliver(association, handler);
        }
        if ((events & Events.PATHS) != 0) {
            for (int i = 0; i < association.paths.count(); i++) {
                final TransportPath path = association.paths.path(i);
                if (path.takeStateChange()) {
                    handler.onPathChange(association, path);
                }
            }
        }
        if ((events & Events.PRIMARY_PATH) != 0) {
            handler.onPrimaryPathChange(association, association.primaryPath());
        }
        if ((events & Events.AUTHENTICATION) != 0) {
            deliverAuthentication(association, handler);
        }
        if ((events & Events.ADAPTATION) != 0) {
            handler.onAdaptationIndication(association, association.peerAdaptation);
        }
        if ((events & Events.READABLE) != 0) {
            handler.onReadable(association);
        }
        if ((events & Events.WRITABLE) != 0) {
            handler.onWritable(association);
        }
        if ((events & Events.PEER_ERROR) != 0) {
            handler.onPeerError(association, association.peerErrorCause);
        }
        if ((events & Events.PEER_SHUTDOWN) != 0) {
            handler.onPeerShutdown(association);
        }
        if ((events & Events.DRAINED) != 0) {
            handler.onDrained(association);
        }
        if ((events & Events.CLOSED) != 0) {
            handler.onClosed(association, association.closeReason(), association.closeCause());
        }
    }

    /**
     * Hands back some of the failed messages. Returns whether that was all; otherwise the rest follows after the events
     * of other associations.
     */
    private static boolean handBack(final Tcb association, final EngineHandler handler) {
        final FailedMessages failed = association.outbound.failed();
        for (int i = 0; !failed.isEmpty(); i++) {
            if (i == MAX_HANDED_BACK) {
                return false;
            }
            handler.onSendFailed(association, failed.first());
            failed.removeFirst();
        }
        if (association.state.sendsData() && association.outbound.takeWritable()) {
            association.raise(Events.WRITABLE);
        }
        return true;
    }

    private static void deliverAuthentication(final Tcb association, final EngineHandler handler) {
        if (!association.isAuthenticated()) {
            handler.onAuthentication(association, AuthEvent.NO_AUTH, 0);
            return;
        }
        while (!association.auth.told().isEmpty()) {
            final int told = association.auth.told().remove();
            handler.onAuthentication(association, Authentication.event(told), told & 0xFFFF);
        }
    }
}
