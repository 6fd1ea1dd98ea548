package io.sctp.engine.auth;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.AuthParameters;
import io.sctp.engine.packet.AuthChunk;
import io.sctp.engine.packet.ChunkType;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The authentication state of an association (RFC 4895): both key vectors, the shared keys, and the HMACs derived from
 * them. Exists only if this end offers authentication.
 */
public final class AuthState {
    private static final byte[] EMPTY_KEY = {};

    private final AuthVector local;
    private AuthVector peer;
    private int hmacId;
    private final BitSet localChunks;
    private final BitSet localAlgorithms;
    private BitSet peerChunks = new BitSet();

    private final Map<Integer, byte[]> keys = new HashMap<>();
    private final Set<Integer> deactivated = new HashSet<>();
    private final IntObjectHashMap<Mac> macs = new IntObjectHashMap<>();
    private int activeKey;
    private int peerKey = -1;

    /** Keys that were deactivated while messages needed them. */
    private final Set<Integer> freeing = new HashSet<>();

    /** The waiting events, as {@code event << 16 | key}. */
    private final Deque<Integer> told = new ArrayDeque<>();

    public AuthState(final AuthVector local, final AssociationConfig config) {
        this.local = local;
        localChunks = local.chunks();
        localAlgorithms = local.algorithms();
        final AuthParameters parameters = config.authentication();
        if (parameters.keys().isEmpty()) {
            // The empty key 0 (RFC 4895 section 6.2) exists only if no other keys are configured.
            keys.put(0, EMPTY_KEY);
        }
        keys.putAll(parameters.keys());
        activeKey = parameters.activeKey();
    }

    /** Returns the vector that this end has sent. */
    public AuthVector local() {
        return local;
    }

    /** Returns the keys that were deactivated while messages needed them. The caller removes those it frees. */
    public Set<Integer> freeing() {
        return freeing;
    }

    /** Returns the waiting events for the user, as {@code event << 16 | key}. */
    public Deque<Integer> told() {
        return told;
    }

    /** Sets the peer's vector, or null if it has none, and derives the association's keys again. */
    public void peer(final AuthVector vector) {
        peer = vector;
        hmacId = vector == null ? 0 : vector.hmacId();
        peerChunks = vector == null ? new BitSet() : vector.chunks();
        macs.clear();
    }

    /** Whether both ends offer authentication. */
    public boolean isNegotiated() {
        return hmacId != 0;
    }

    /** Returns the bytes to reserve for an AUTH chunk in each packet; 0 if the peer requires none. */
    public int room() {
        return peerChunks.isEmpty() ? 0 : AuthChunk.HMAC_OFFSET + AuthChunk.hmacLength(hmacId);
    }

    /** Whether the peer requires this chunk to be authenticated. */
    public boolean isWanted(final int type) {
        return peerChunks.get(type);
    }

    /** Whether both ends authenticate address changes, as RFC 5061 section 4.1 requires. */
    public boolean signsAsconf() {
        return isWanted(ChunkType.ASCONF)
                && isWanted(ChunkType.ASCONF_ACK)
                && isRequired(ChunkType.ASCONF)
                && isRequired(ChunkType.ASCONF_ACK);
    }

    /** Whether this end requires this chunk to be authenticated. */
    public boolean isRequired(final int type) {
        return isNegotiated() && localChunks.get(type);
    }

    /** Whether this end accepts an algorithm: only those it has offered (RFC 4895 section 6.3). */
    public boolean takes(final int algorithm) {
        return localAlgorithms.get(algorithm);
    }

    /** Returns the chunk types that this end requires to be authenticated. */
    public BitSet localChunks() {
        return (BitSet) localChunks.clone();
    }

    /** Returns the chunk types that the peer requires to be authenticated. */
    public BitSet peerChunks() {
        return (BitSet) peerChunks.clone();
    }

    public int hmacId() {
        return hmacId;
    }

    public int activeKey() {
        return activeKey;
    }

    /** Returns the HMAC for a key and an algorithm, or null if there is no such key. */
    public Mac mac(final int key, final int algorithm) {
        final int name = key << 8 | algorithm;
        final Mac known = macs.get(name);
        if (known != null || !keys.containsKey(key)) {
            return known;
        }
        final Mac made = make(keys.get(key), algorithm);
        macs.put(name, made);
        return made;
    }

    /** RFC 4895 section 6.1: the shared key, the smaller vector, the larger vector. */
    private Mac make(final byte[] shared, final int algorithm) {
        final byte[] first = local.isBefore(peer) ? local.bytes() : peer.bytes();
        final byte[] second = local.isBefore(peer) ? peer.bytes() : local.bytes();
        final byte[] key = new byte[shared.length + first.length + second.length];
        System.arraycopy(shared, 0, key, 0, shared.length);
        System.arraycopy(first, 0, key, shared.length, first.length);
        System.arraycopy(second, 0, key, shared.length + first.length, second.length);
        final String name = algorithm == AuthChunk.HMAC_SHA1 ? "HmacSHA1" : "HmacSHA256";
        try {
            final Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return mac;
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    // -- keys -------------------------------------------------------------------------------------------------------

    public void set(final int key, final byte[] secret) {
        keys.put(key, secret.clone());
        deactivated.remove(key);
        freeing.remove(key);
        forget(key);
    }

    /** Whether this end may sign with a key. */
    public boolean signsWith(final int key) {
        return keys.containsKey(key) && !deactivated.contains(key);
    }

    public boolean activate(final int key) {
        if (!signsWith(key)) {
            return false;
        }
        activeKey = key;
        return true;
    }

    public boolean deactivate(final int key) {
        return key != activeKey && keys.containsKey(key) && deactivated.add(key);
    }

    public boolean delete(final int key) {
        if (key == activeKey || keys.remove(key) == null) {
            return false;
        }
        deactivated.remove(key);
        forget(key);
        return true;
    }

    private void forget(final int key) {
        macs.remove(key << 8 | AuthChunk.HMAC_SHA1);
        macs.remove(key << 8 | AuthChunk.HMAC_SHA256);
    }

    /** Called when the peer has signed with this key. Returns whether it differs from the previous one. */
    public boolean isNewPeerKey(final int key) {
        final boolean changed = key != peerKey;
        peerKey = key;
        return changed;
    }
}
