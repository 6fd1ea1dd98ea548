package io.sctp.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sctp.Dispatcher;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

/**
 * Makes calls in states, and compares what they do with {@code calls.txt}.
 *
 * <p>With the system property {@value #WRITE} the outcomes are written to that file instead. With {@value #STATES}, a
 * regular expression, only matching states are tried.
 */
public abstract class CallWalk extends Tck {
    private static final String WRITE = "io.sctp.tck.calls";

    private static final String STATES = "io.sctp.tck.states";

    private static final CallTable TABLE = CallTable.read();

    private final CallTable seen = new CallTable();

    private boolean areThreadsVirtual;

    /** A state, and what brings something of that kind into it. */
    protected record State<T>(String name, Maker<T> maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes something in a state. */
    @FunctionalInterface
    protected interface Maker<T> {
        T make() throws Exception;
    }

    /** A dispatcher for channels of the provider. */
    protected abstract Dispatcher dispatcher() throws IOException;

    /** From now on each call is made by a virtual thread. */
    final void inVirtualThreads() {
        areThreadsVirtual = true;
    }

    static void assertCovers(final Class<?> type, final List<? extends ApiCall<?>> calls) {
        final Set<String> covered = calls.stream().map(ApiCall::method).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(ApiCall.methodsOf(type), covered, type.getSimpleName());
    }

    final <T extends SctpEndpoint> void walkChannels(
            final String type, final State<T> state, final List<ApiCall<? super T>> calls) throws Exception {
        if (isLeftOut(state)) {
            return;
        }
        final List<String> outcomes = new ArrayList<>();
        for (final ApiCall<? super T> call : calls) {
            final String expected = expected(type, state, call);
            final String blocking = inMode(state, call, expected, true);
            outcomes.add(CallTable.both(blocking, inMode(state, call, expected, false)));
        }
        check(type, state, calls, outcomes);
    }

    /** What a call does, and whether it closed the channel. */
    private <T extends SctpEndpoint> String inMode(
            final State<T> state, final ApiCall<? super T> call, final String expected, final boolean blocking)
            throws Exception {
        listen();
        final T channel = state.maker().make();
        final boolean wasOpen = channel.isOpen();
        if (wasOpen) {
            channel.configureBlocking(blocking);
        }
        final String half = expected == null ? null : CallTable.inMode(expected, blocking);
        final String outcome = CallOutcome.of(call, channel, patienceMs(half), areThreadsVirtual);
        final String closed = wasOpen && !channel.isOpen() ? ", closed" : "";
        closeEverything();
        return outcome + closed;
    }

    private static boolean isLeftOut(final State<?> state) {
        return !state.name().matches(System.getProperty(STATES, ".*"));
    }

    /** Somebody listens while the call is made, so that there is an SCTP that refuses what is for nobody. */
    private void listen() throws IOException {
        closing(provider().openServerChannel(null)).bind(SctpAddress.loopback(0));
    }

    final <T> void walk(final String type, final State<T> state, final List<ApiCall<? super T>> calls)
            throws Exception {
        if (isLeftOut(state)) {
            return;
        }
        final List<String> outcomes = new ArrayList<>();
        listen();
        for (final ApiCall<? super T> call : calls) {
            final T made = state.maker().make();
            outcomes.add(CallOutcome.of(call, made, patienceMs(expected(type, state, call)), areThreadsVirtual));
            if (made instanceof final AutoCloseable closeable) {
                closeable.close(); // the threads of many dispatchers would take the processor
            }
        }
        check(type, state, calls, outcomes);
    }

    private String expected(final String type, final State<?> state, final ApiCall<?> call) {
        return TABLE.outcome(type, call.name(), state.name(), provider().name());
    }

    /** A call that should come back gets the time that it takes. */
    private static long patienceMs(final String expected) {
        if (System.getProperty(WRITE) != null) {
            return 700; // the states may be new, and what to expect unknown
        }
        return expected == null || expected.startsWith(CallOutcome.WAITS) ? 200 : LONG.toMillis();
    }

    private <T> void check(
            final String type,
            final State<T> state,
            final List<ApiCall<? super T>> calls,
            final List<String> outcomes) {
        final List<String> different = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            final ApiCall<? super T> call = calls.get(i);
            final String expected = expected(type, state, call);
            seen.put(type, call.name(), state.name(), outcomes.get(i));
            if (!outcomes.get(i).equals(expected)) {
                different.add(call.name() + ": " + outcomes.get(i) + ", and not " + expected);
            }
        }
        if (System.getProperty(WRITE) == null) {
            assertEquals(List.of(), different, type + ", " + state);
        }
    }

    @AfterAll
    final void write() throws IOException {
        final String file = System.getProperty(WRITE);
        if (file != null) {
            Files.writeString(Path.of(file), seen.text());
        }
    }
}
