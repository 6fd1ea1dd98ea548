package io.sctp.engine.path;

import java.util.Arrays;

/**
 * The paths of one association, and the choice among them (RFC 9260 section 6.4). A path keeps its index, which timers
 * and data in flight know it by, however many others come and go; the index of one that went is given to one that
 * comes.
 */
public final class PathSet {
    private static final TransportPath[] NONE = {};

    /** In the order in which they came. */
    private TransportPath[] paths = NONE;

    /** By index, null where a path went; the same array until the first one goes. */
    private TransportPath[] slots = NONE;

    private TransportPath primary;

    public int count() {
        return paths.length;
    }

    /** Returns the paths as they are now; those that come and go later do not change what is returned. */
    public TransportPath[] all() {
        return paths;
    }

    /** Returns the path in this place, from 0 to less than {@link #count}; the place is not its index. */
    public TransportPath path(final int place) {
        return paths[place];
    }

    /** Returns the path with an index that one has. */
    public TransportPath at(final int index) {
        return slots[index];
    }

    /** Returns the path with an index, or null if none has it. */
    public TransportPath find(final int index) {
        return index < 0 || index >= slots.length ? null : slots[index];
    }

    /** Returns the path to an address, or null. */
    public TransportPath find(final long addressHigh, final long addressLow) {
        for (final TransportPath path : paths) {
            if (path.hasAddress(addressHigh, addressLow)) {
                return path;
            }
        }
        return null;
    }

    /** Returns whether a path is one of these, and has not gone. */
    public boolean has(final TransportPath path) {
        return find(path.index()) == path;
    }

    /** Returns the lowest index that no path has. */
    public int freeIndex() {
        int index = 0;
        while (index < slots.length && slots[index] != null) {
            index++;
        }
        return index;
    }

    /** Adds a path whose index is free. */
    public void add(final TransportPath path) {
        final boolean isOneArray = slots == paths;
        paths = Arrays.copyOf(paths, paths.length + 1);
        paths[paths.length - 1] = path;
        if (isOneArray) {
            slots = paths;
        } else {
            if (path.index() == slots.length) {
                slots = Arrays.copyOf(slots, slots.length + 1);
            }
            slots[path.index()] = path;
        }
        if (primary == null) {
            primary = path;
        }
    }

    /** Takes a path out that is not the only one; if it was the primary, the best of the others is. */
    public void remove(final TransportPath path) {
        if (path == primary) {
            primary = alternateTo(path);
        }
        final TransportPath[] rest = new TransportPath[paths.length - 1];
        int kept = 0;
        for (final TransportPath other : paths) {
            if (other != path) {
                rest[kept++] = other;
            }
        }
        if (slots == paths) {
            slots = paths.clone();
        }
        slots[path.index()] = null;
        paths = rest;
        if (primary == path) {
            // No other is confirmed.
            primary = paths[0];
        }
    }

    public void clear() {
        paths = NONE;
        slots = NONE;
        primary = null;
    }

    public TransportPath primary() {
        return primary;
    }

    public void primary(final TransportPath path) {
        primary = path;
    }

    /** Returns the path for new data: the primary while it is active, else another that is. */
    public TransportPath forData() {
        return primary.isActive() || paths.length == 1 ? primary : alternateTo(primary);
    }

    /** Returns the path for the last word: the primary unless only others were shown to be the peer's. */
    public TransportPath forAbort() {
        return primary.isVerified() ? primary : forData();
    }

    /**
     * Returns the path for data that is not sent to one that failed: the next active one (section 6.4.1). If there is
     * none, one that may have failed, or else an inactive one, with the fewest errors; of equals the next, the failed
     * one last (RFC 7829 sections 3.2 and 4).
     */
    public TransportPath alternateTo(final TransportPath failed) {
        final int count = paths.length;
        final int place = place(failed);
        TransportPath best = null;
        for (int i = 1; i <= count; i++) {
            final TransportPath candidate = paths[(place + i) % count];
            if (candidate.isActive()) {
                return candidate;
            }
            if (best == null || candidate.isBetterThan(best)) {
                best = candidate;
            }
        }
        return best;
    }

    private int place(final TransportPath path) {
        int place = 0;
        while (paths[place] != path) {
            place++;
        }
        return place;
    }

    /** Returns the largest packet that every confirmed path carries: what fragments are cut to. */
    public int smallestMaxPacketSize() {
        int smallest = primary.maxPacketSize();
        if (paths.length == 1) {
            return smallest;
        }
        for (final TransportPath path : paths) {
            if (path.isConfirmed()) {
                smallest = Math.min(smallest, path.maxPacketSize());
            }
        }
        return smallest;
    }
}
