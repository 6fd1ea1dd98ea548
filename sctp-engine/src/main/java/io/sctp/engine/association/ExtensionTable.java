package io.sctp.engine.association;

import io.sctp.engine.EngineHandler;
import io.sctp.engine.path.TransportPath;
import java.util.Arrays;

/** The extensions of an engine, by the chunks that they take; tells each of what it wants to hear. */
final class ExtensionTable {
    private static final int CHUNK_TYPES = 256;

    private Extension<?>[] all = {};
    private final Extension<?>[] byChunkType = new Extension<?>[CHUNK_TYPES];

    /** Adds an extension; associations that there are already do not have it. */
    void add(final Extension<?> extension) {
        extension.slot(all.length);
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = extension;
        for (final int type : extension.chunkTypes()) {
            byChunkType[type] = extension;
        }
    }

    /** Returns the extension that takes requests of a kind; without one the engine was not put together right. */
    <T> T find(final Class<T> requests) {
        for (final Extension<?> extension : all) {
            if (requests.isInstance(extension)) {
                return requests.cast(extension);
            }
        }
        throw new IllegalStateException("no extension takes " + requests.getSimpleName());
    }

    /** Returns what an association has for its extensions to begin with. */
    ExtensionState[] newStates() {
        return new ExtensionState[all.length];
    }

    /** Returns the extension that takes a chunk type and was agreed on, or null. */
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

    /** Expires the timers of extensions whose time has come. */
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

    /** Tells the user what extensions have to say of an association. */
    static void deliver(final Tcb association, final EngineHandler handler) {
        for (final ExtensionState state : association.extensionStates) {
            if (state != null) {
                state.deliver(handler, association);
            }
        }
    }
}
