package io.sctp.dispatch;

import io.sctp.SctpEndpoint;
import io.sctp.SctpPoller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the fake channels that have something to read. */
final class FakePoller implements SctpPoller {
    private record Watched(FakeChannel fake, Handler handler) {}

    private final List<FakeChannel> fakes = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();

    FakeChannel channel() {
        final FakeChannel fake = new FakeChannel();
        fakes.add(fake);
        return fake;
    }

    @Override
    public Registration register(final SctpEndpoint channel, final int interest, final Handler handler) {
        final FakeChannel fake = fakes.stream()
                .filter(known -> known.channel().equals(channel))
                .findFirst()
                .orElseThrow();
        final Watched entry = new Watched(fake, handler);
        watched.add(entry);
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

    @Override
    public int poll(final Duration timeout, final int limit) throws IOException {
        int handled = 0;
        for (final Watched entry : List.copyOf(watched)) {
            if (entry.fake().isReadable()) {
                entry.handler().onReady(null, READABLE);
                handled++;
            }
        }
        return handled;
    }

    @Override
    public void wakeup() {
        throw new UnsupportedOperationException();
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
