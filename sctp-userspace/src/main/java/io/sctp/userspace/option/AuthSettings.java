package io.sctp.userspace.option;

import io.sctp.Errno;
import io.sctp.SctpException;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.engine.Association;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AssociationConfigBuilder;
import io.sctp.engine.packet.ChunkType;
import io.sctp.option.AuthKey;
import java.net.SocketOption;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The shared keys and the authenticated chunk types of an endpoint (RFC 4895), for future associations; an
 * association's own are in the engine. These options modify lists instead of having a value. Immutable.
 */
public final class AuthSettings {
    /** The options that this class handles, for endpoints and associations. */
    static final Set<SctpOption<?>> OPTIONS = Set.of(
            SctpOptions.AUTH_CHUNK,
            SctpOptions.AUTH_KEY,
            SctpOptions.AUTH_ACTIVE_KEY,
            SctpOptions.AUTH_DELETE_KEY,
            SctpOptions.AUTH_DEACTIVATE_KEY,
            SctpOptions.LOCAL_AUTH_CHUNKS,
            SctpOptions.PEER_AUTH_CHUNKS);

    private static final int NULL_KEY = 0;
    private static final byte[] NO_SECRET = {};

    private final Set<Integer> chunks;
    private final Map<Integer, byte[]> keys;
    private final Set<Integer> deactivated;
    private int active;

    /** No chunk types, and the empty key 0 (RFC 4895 section 6.1). */
    AuthSettings() {
        chunks = new TreeSet<>();
        keys = new TreeMap<>(Map.of(NULL_KEY, NO_SECRET));
        deactivated = new HashSet<>();
    }

    private AuthSettings(final AuthSettings other) {
        chunks = new TreeSet<>(other.chunks);
        keys = new TreeMap<>(other.keys);
        deactivated = new HashSet<>(other.deactivated);
        active = other.active;
    }

    /**
     * Adds the initial keys and chunk types of associations. With a non-null active key, the empty key 0 is not
     * accepted, since everyone has it.
     */
    AssociationConfigBuilder tune(final AssociationConfigBuilder builder) {
        final Map<Integer, byte[]> taken = new TreeMap<>(keys);
        if (active != NULL_KEY && keys.containsKey(NULL_KEY) && keys.get(NULL_KEY).length == 0) {
            taken.remove(NULL_KEY);
        }
        return builder.authenticatedChunks(chunks.stream().toList()).authKeys(taken, active);
    }

    // ---- An endpoint's

    /**
     * @param signsAddresses whether address changes must be authenticated too
     */
    Object get(final SocketOption<?> option, final boolean signsAddresses) throws SctpException {
        if (option.equals(SctpOptions.AUTH_ACTIVE_KEY)) {
            return active;
        }
        if (option.equals(SctpOptions.LOCAL_AUTH_CHUNKS)) {
            final Set<Integer> all = new TreeSet<>(chunks);
            if (signsAddresses) {
                all.addAll(Set.of(ChunkType.ASCONF, ChunkType.ASCONF_ACK));
            }
            return Set.copyOf(all);
        }
        throw SctpException.of(
                "get " + option.name(), Errno.ENOTCONN.number(), null, null, "only an association has it");
    }

    /** Returns a changed copy of these settings. */
    AuthSettings with(final SocketOption<?> option, final Object value) throws SctpException {
        final AuthSettings changed = new AuthSettings(this);
        changed.set(option, value);
        return changed;
    }

    private void set(final SocketOption<?> option, final Object value) throws SctpException {
        if (option.equals(SctpOptions.AUTH_CHUNK)) {
            addChunk((int) value);
        } else if (value instanceof AuthKey key) {
            keys.put(key.number(), key.secret());
            deactivated.remove(key.number());
        } else {
            changeKey(option, (int) value);
        }
    }

    private void addChunk(final int type) {
        final Set<Integer> more = new TreeSet<>(chunks);
        more.add(type);
        AssociationConfig.builder().authenticatedChunks(more.stream().toList()); // checks their number
        chunks.add(type);
    }

    private void changeKey(final SocketOption<?> option, final int key) throws SctpException {
        if (!keys.containsKey(key)) {
            throw noSuchKey(option, key);
        }
        if (option.equals(SctpOptions.AUTH_ACTIVE_KEY)) {
            if (deactivated.contains(key)) {
                throw noSuchKey(option, key);
            }
            active = key;
        } else if (key == active) {
            throw noSuchKey(option, key);
        } else if (option.equals(SctpOptions.AUTH_DEACTIVATE_KEY)) {
            deactivated.add(key);
        } else {
            keys.remove(key);
            deactivated.remove(key);
        }
    }

    private static SctpException noSuchKey(final SocketOption<?> option, final int key) {
        return SctpException.of(
                "set " + option.name(),
                Errno.EINVAL.number(),
                null,
                null,
                "there is no key " + key + ", or it is in use, or was deactivated");
    }

    // ---- An association's

    static Object get(final Association engine, final SocketOption<?> option) throws SctpException {
        requireAuthenticated("get " + option.name(), engine);
        if (option.equals(SctpOptions.AUTH_ACTIVE_KEY)) {
            return engine.authKeys().active();
        }
        return types(
                option.equals(SctpOptions.LOCAL_AUTH_CHUNKS)
                        ? engine.authKeys().localChunks()
                        : engine.authKeys().peerChunks());
    }

    static void set(final Association engine, final SocketOption<?> option, final Object value) throws SctpException {
        requireAuthenticated("set " + option.name(), engine);
        final boolean done;
        final int number;
        if (value instanceof AuthKey key) {
            number = key.number();
            done = engine.authKeys().set(number, key.secret());
        } else {
            number = (int) value;
            if (option.equals(SctpOptions.AUTH_ACTIVE_KEY)) {
                done = engine.authKeys().activate(number);
            } else if (option.equals(SctpOptions.AUTH_DEACTIVATE_KEY)) {
                done = engine.authKeys().deactivate(number);
            } else {
                done = engine.authKeys().delete(number);
            }
        }
        if (!done) {
            throw noSuchKey(option, number);
        }
    }

    private static void requireAuthenticated(final String operation, final Association engine) throws SctpException {
        if (!engine.isAuthenticated()) {
            throw SctpException.of(
                    operation,
                    Errno.EACCES.number(),
                    null,
                    null,
                    "authentication (RFC 4895) was not negotiated: set SCTP_AUTH_SUPPORTED on both ends before the"
                            + " association begins");
        }
    }

    private static Set<Integer> types(final BitSet chunks) {
        return chunks.stream().boxed().collect(Collectors.toUnmodifiableSet());
    }
}
