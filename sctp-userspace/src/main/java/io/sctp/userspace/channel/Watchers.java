package io.sctp.userspace.channel;

import java.util.Arrays;

/** The pollers that watch a channel. Thread-safe. */
public final class Watchers {
    private volatile UserspacePoller.Watched[] all = {};

    synchronized void add(final UserspacePoller.Watched watched) {
        final UserspacePoller.Watched[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = watched;
        all = more;
    }

    synchronized void remove(final UserspacePoller.Watched watched) {
        all = Arrays.stream(all).filter(other -> !other.equals(watched)).toArray(UserspacePoller.Watched[]::new);
    }

    /** The channel may be ready for some of these interests. */
    void tell(final int interests) {
        for (final UserspacePoller.Watched watched : all) {
            watched.mayBeReady(interests);
        }
    }

    /** The channel is closed. */
    void cancelAll() {
        for (final UserspacePoller.Watched watched : all) {
            watched.cancel();
        }
    }
}
