package io.sctp.tck;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A call of a public method of the API.
 *
 * @param name the method with the types of its parameters, and after them what is particular about the arguments
 * @param body makes the call
 * @param <T> whose method it is
 */
record ApiCall<T>(String name, Body<T> body) {
    /** Long enough for what is there already, and short for what never comes. */
    static final Duration MOMENT = Duration.ofMillis(30);

    /** Makes a call. */
    @FunctionalInterface
    interface Body<T> {
        /** Returns what the call returns. */
        Object run(T target) throws Exception;
    }

    /** Makes a call that returns nothing. */
    @FunctionalInterface
    interface Action<T> {
        void run(T target) throws Exception;
    }

    /** Collects the calls of one type. */
    static final class Calls<T> {
        private final List<ApiCall<? super T>> all = new ArrayList<>();

        Calls<T> add(final String name, final Body<T> body) {
            all.add(new ApiCall<>(name, body));
            return this;
        }

        Calls<T> run(final String name, final Action<T> action) {
            return add(name, target -> {
                action.run(target);
                return "done";
            });
        }

        Calls<T> all(final List<? extends ApiCall<? super T>> calls) {
            all.addAll(calls);
            return this;
        }

        List<ApiCall<? super T>> list() {
            return List.copyOf(all);
        }
    }

    /** The method that is called, without what is particular about the arguments. */
    String method() {
        return name.substring(0, name.indexOf(')') + 1);
    }

    /** All methods of an instance that a type's users can call, in the form that names a call. */
    static Set<String> methodsOf(final Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(ApiCall::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String nameOf(final Method method) {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
