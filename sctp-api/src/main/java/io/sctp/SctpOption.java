package io.sctp;

import java.net.SocketOption;

/**
 * One of the constants in {@link SctpOptions}: an option's name, the type of its value, and its scope.
 *
 * <p>Immutable. Options are compared by identity.
 *
 * @param <T> the type of the value
 */
public final class SctpOption<T> implements SocketOption<T> {
    /** What an option can be set for. */
    public enum Scope {
        /** The endpoint only. */
        ENDPOINT,
        /** The endpoint's default, or one association. */
        ASSOCIATION,
        /** The endpoint's default, one association, or one path of it. */
        PATH,
        /** One stream of an association. */
        STREAM
    }

    /** Whether an option can be read and set. */
    public enum Access {
        /** It can be read. */
        READ,
        /** It can be set, but not read back. */
        WRITE,
        /** It can be set and read. */
        READ_WRITE
    }

    private final String name;
    private final Class<?> type;
    private final Scope scope;
    private final Access access;

    SctpOption(final String name, final Class<?> type, final Scope scope, final Access access) {
        this.name = name;
        this.type = type;
        this.scope = scope;
        this.access = access;
    }

    /** The name in the C headers, such as {@code SCTP_NODELAY}. */
    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("unchecked") // A Class object cannot carry List's type argument.
    public Class<T> type() {
        return (Class<T>) type;
    }

    /** What it can be set for, besides the endpoint as a whole. */
    public Scope scope() {
        return scope;
    }

    /** Whether it can be read and set. */
    public Access access() {
        return access;
    }

    @Override
    public String toString() {
        return name;
    }
}
