package io.sctp.engine.association;

import io.sctp.engine.EngineHandler;
import io.sctp.engine.path.TransportPath;
import java.util.Arrays;

/** The extensions of an engine by their chunk types. It passes chunks, timers and state changes on to them. */
final class ExtensionTable {
    private static final int CHUNK_TYPES = 256;

    private Extension<?>[] all = {};
    private final Extension<?>[] byChunkType = new Extension<?>[CHUNK_TYPES];

    /** Adds an extension. Existing associations do not get it. */
    void add(final Extension<?> extension) {
        extension.slot(all.length);
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = extension;
        for (final int type : extension.chunkTypes()) {
            byChunkType[type] = extension;
        }
    }

    /** Returns the extension that implements an interface. There must be one. */
    <T> T find(final Class<T> requests) {
        for (final Extension<?> extension : all) {
            if (requests.isInstance(extension)) {
                return requests.cast(extension);
            }
        }
        throw new IllegalStateException("no extension takes " + requests.getSimpleName());
    }

    /** Returns the initial extension states of an association. */
    ExtensionState[] newStates() {
        return new ExtensionState[all.length];
    }

    /** Returns the negotiated extension for a chunk type, or null. */
    Extension<?> taking(final int chunkType, final Tcb association) {
        final Extension<?> extension = byChunkType[chunkType];
        return extension != null && extension.isAgreed(association) ? extension : null;
    }

    boolean mayComeFromElsewhere(final Tcb association, final Arrival arrival, final int firstChunk) {
        for (final Extension<?> extension : all) {
            if (extension.mayComeFromElsewhere(association, arrival, firstChunk)) {
                return true;
            }
        }
        return false;
    }

    void proceed(final Tcb association) {
        for (final Extension<?> extension : all) {
            extension.proceed(association);
        }
    }

    /** Handles expired timers of extensions. */
    void onTime(final Tcb association, final long nowNs) {
        for (final Extension<?> extension : all) {
            for (final int timer : extension.timers()) {
                if (association.timers.expire(timer, nowNs)) {
                    extension.onTimer(association, timer);
                }
            }
        }
    }

    void onUnrecognized(final Tcb association, final int chunkType) {
        final Extension<?> extension = byChunkType[chunkType];
        if (extension != null) {
            extension.onUnrecognized(association, chunkType);
        }
    }

    void onPathUp(final Tcb association, final TransportPath path) {
        for (final Extension<?> extension : all) {
            extension.onPathUp(association, path);
        }
    }

    void onPeerRestart(final Tcb association) {
        for (final Extension<?> extension : all) {
            extension.onPeerRestart(association);
        }
    }

    void onAgreed(final Tcb association) {
        for (final Extension<?> extension : all) {
            extension.onAgreed(association);
        }
    }

    void onPeerShutdown(final Tcb association) {
        for (final Extension<?> extension : all) {
            extension.onPeerShutdown(association);
        }
    }

    void onClosed(final Tcb association) {
        for (final Extension<?> extension : all) {
            extension.onClosed(association);
        }
    }

    boolean holdsShutdown(final Tcb association) {
        for (final Extension<?> extension : all) {
            if (extension.holdsShutdown(association)) {
                return true;
            }
        }
        return false;
    }

    boolean isLeaving(final Tcb association, final int localId) {
        for (final Extension<?> extension : all) {
            if (extension.isLeaving(association, localId)) {
                return true;
            }
        }
        return false;
    }

    /** Delivers the extensions' events for an association to the user. */
    static void deliver(final Tcb association, final EngineHandler handler) {
        for (final ExtensionState state : association.extensionStates) {
            if (state != null) {
                state.deliver(handler, association);
            }
        }
    }
}
