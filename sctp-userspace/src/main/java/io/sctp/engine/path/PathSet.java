package io.sctp.engine.path;

import java.util.Arrays;

/** The paths of one association, and the choice among them (RFC 9260 section 6.4). */
public final class PathSet {
    private Path[] paths = new Path[1];
    private int count;
    private int primary;

    public int count() {
        return count;
    }

    public Path path(final int index) {
        return paths[index];
    }

    public void add(final Path path) {
        if (count == paths.length) {
            paths = Arrays.copyOf(paths, count + 1);
        }
        paths[count++] = path;
    }

    public void clear() {
        paths = new Path[1];
        count = 0;
        primary = 0;
    }

    /** Returns the path to an address, or null. */
    public Path find(final long addressHigh, final long addressLow) {
        for (int i = 0; i < count; i++) {
            if (paths[i].hasAddress(addressHigh, addressLow)) {
                return paths[i];
            }
        }
        return null;
    }

    public Path primary() {
        return paths[primary];
    }

    public void primary(final Path path) {
        primary = path.index();
    }

    /** Returns the path for new data: the primary while it is active, else another that is. */
    public Path forData() {
        final Path first = paths[primary];
        return first.isActive() || count == 1 ? first : alternateTo(first);
    }

    /**
     * Returns the path for data that is not sent to one that failed: the next active one (section 6.4.1). If there is none,
     * one that may have failed, or else an inactive one, with the fewest errors; of equals the next, the failed one last
     * (RFC 7829 section 3.2, rule 5, and section 4).
     */
    public Path alternateTo(final Path failed) {
        Path best = null;
        for (int i = 1; i <= count; i++) {
            final Path candidate = paths[(failed.index() + i) % count];
            if (candidate.isActive()) {
                return candidate;
            }
            if (best == null || candidate.isBetterThan(best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** Returns the largest packet that every confirmed path carries: what fragments are cut to. */
    public int smallestMaxPacketSize() {
        int smallest = paths[primary].maxPacketSize();
        for (int i = 0; i < count; i++) {
            if (paths[i].isConfirmed()) {
                smallest = Math.min(smallest, paths[i].maxPacketSize());
            }
        }
        return smallest;
    }
}
