package io.sctp.dispatch;

import io.sctp.SctpEndpoint;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the fake channels that have something to read. */
final class FakePoller implements SctpPoller {
    private static final class Watched {
        private final FakeChannel fake;
        private final Handler handler;
        private Registration registration;

        Watched(final FakeChannel fake, final Handler handler) {
            this.fake = fake;
            this.handler = handler;
        }
    }

    private final List<FakeChannel> fakes = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private boolean pollsOnRegister;
    private Throwable error;
    private int pollsThatThrow;
    private Duration longestWait = Duration.ZERO;
    private Runnable meanwhile = () -> {};
    private int wakeups;

    /** Something that happens during the next poll that may wait. */
    void meanwhile(final Runnable event) {
        meanwhile = event;
    }

    /** Returns the longest time that a poll was allowed to wait since this was last asked. */
    Duration takeLongestWait() {
        final Duration longest = longestWait;
        longestWait = Duration.ZERO;
        return longest;
    }

    int wakeups() {
        return wakeups;
    }

    FakeChannel channel() {
        final FakeChannel fake = new FakeChannel();
        fakes.add(fake);
        return fake;
    }

    /** Has the thread that polls be faster than the one that registers. */
    void pollOnRegister() {
        pollsOnRegister = true;
    }

    @Override
    public Registration register(final SctpEndpoint channel, final int interest, final Handler handler)
            throws IOException {
        final FakeChannel fake = fakes.stream()
                .filter(known -> known.channel().equals(channel))
                .findFirst()
                .orElseThrow();
        final Watched entry = new Watched(fake, handler);
        watched.add(entry);
        final Registration registration = registration(entry, channel, interest);
        entry.registration = registration;
        if (pollsOnRegister) {
            poll(Duration.ZERO, 1);
        }
        return registration;
    }

    private Registration registration(final Watched entry, final SctpEndpoint channel, final int interest) {
        return new Registration() {
            @Override
            public SctpEndpoint channel() {
                return channel;
            }

            @Override
            public int interest() {
                return interest;
            }

            @Override
            public Registration interest(final int newInterest) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void cancel() {
                watched.remove(entry);
            }
        };
    }

    /** So many polls end in an error or an exception, which must be unchecked or an IOException. */
    void failToPoll(final int times, final Throwable thrown) {
        pollsThatThrow = times;
        error = thrown;
    }

    private void throwIfWanted() throws IOException {
        if (pollsThatThrow <= 0) {
            return;
        }
        pollsThatThrow--;
        if (error instanceof Error fatal) {
            throw fatal;
        }
        throw (IOException) error;
    }

    @Override
    public int poll(final Duration timeout, final int limit) throws IOException {
        throwIfWanted();
        if (timeout.compareTo(longestWait) > 0) {
            longestWait = timeout;
        }
        if (!timeout.isZero()) {
            final Runnable event = meanwhile;
            meanwhile = () -> {};
            event.run();
        }
        int handled = 0;
        for (final Watched entry : List.copyOf(watched)) {
            if (entry.fake.isReadable()) {
                entry.handler.onReady(entry.registration, READABLE);
                handled++;
            }
        }
        return handled;
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public int size() {
        return watched.size();
    }

    @Override
    public void close() {
        watched.clear();
    }
}
