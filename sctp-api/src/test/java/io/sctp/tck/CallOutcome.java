package io.sctp.tck;

import io.sctp.Association;
import io.sctp.SctpAddress;
import io.sctp.SctpEndpoint;
import io.sctp.SctpFailure;
import io.sctp.SctpPoller;
import io.sctp.spi.SctpProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a call did, as text: the value or its kind, or the kind of the exception and its error. */
final class CallOutcome {
    /** The call has not come back. */
    static final String WAITS = "waits";

    private static final List<Class<?>> KINDS =
            List.of(SctpProvider.class, SctpEndpoint.class, Association.class, SctpPoller.Registration.class);

    private CallOutcome() {}

    /** Makes a call in a thread of its own, and waits this long for its end. */
    static <T> String of(final ApiCall<? super T> call, final T target, final long patienceMs, final boolean isVirtual)
            throws Exception {
        final FutureTask<Object> task = new FutureTask<>(() -> call.body().run(target));
        if (isVirtual) {
            VirtualThreadsTck.startVirtual(task);
        } else {
            Tck.start(task);
        }
        try {
            return ofValue(task.get(patienceMs, TimeUnit.MILLISECONDS), target);
        } catch (final TimeoutException e) {
            return WAITS;
        } catch (final ExecutionException e) {
            return ofFailure(e.getCause());
        }
    }

    private static String ofValue(final Object value, final Object target) {
        if (value == target) {
            return "itself";
        } else if (value instanceof SctpAddress address) {
            return address.isWildcard()
                    ? "the wildcard"
                    : address.addresses().size() == 1 ? "addresses: 1" : "several addresses";
        } else if (value instanceof Map || value instanceof Set) {
            return value instanceof Map ? "a map" : "a set";
        } else if (value instanceof List<?> list) {
            return list.size() + " of them";
        }
        for (final Class<?> type : KINDS) {
            if (type.isInstance(value)) {
                return type.getSimpleName();
            }
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Enum || value instanceof String) {
            return value.toString();
        }
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    /** The name of an exception that users know; the channels' own are subclasses of NIO's. */
    private static String kind(final Throwable thrown) {
        Class<?> type = thrown.getClass();
        while (type.getPackageName().equals("io.sctp.spi")) {
            type = type.getSuperclass();
        }
        return type.getSimpleName();
    }

    private static String ofFailure(final Throwable thrown) {
        final String kind = kind(thrown);
        if (!(thrown instanceof SctpFailure failure)) {
            return kind;
        }
        return kind + " " + failure.errnoName() + (failure.local() == null ? "" : ", here")
                + (failure.peer() == null ? "" : ", there");
    }
}
