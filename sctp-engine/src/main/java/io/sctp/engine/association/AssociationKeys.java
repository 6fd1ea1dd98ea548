package io.sctp.engine.association;

import io.sctp.engine.AuthKeys;
import java.util.BitSet;

/**
 * The shared keys of one association (RFC 4895), and the chunk types they authenticate. Empty unless both ends support
 * authentication ({@link Tcb#isAuthenticated}). Belongs to the engine's thread.
 */
public final class AssociationKeys implements AuthKeys {
    private final Tcb association;

    AssociationKeys(final Tcb association) {
        this.association = association;
    }

    @Override
    public boolean set(final int key, final byte[] secret) {
        if (!association.isAuthenticated()) {
            return false;
        }
        association.auth.set(key & 0xFFFF, secret);
        return true;
    }

    @Override
    public boolean activate(final int key) {
        return association.isAuthenticated() && association.auth.activate(key);
    }

    @Override
    public int active() {
        return association.auth == null ? 0 : association.auth.activeKey();
    }

    @Override
    public boolean deactivate(final int key) {
        if (!association.isAuthenticated() || !association.auth.deactivate(key)) {
            return false;
        }
        association.auth.freeing().add(key);
        Authentication.tellOfFreeKeys(association);
        return true;
    }

    @Override
    public boolean delete(final int key) {
        return association.isAuthenticated() && !association.outbound.usesKey(key) && association.auth.delete(key);
    }

    @Override
    public BitSet localChunks() {
        return association.auth == null ? new BitSet() : association.auth.localChunks();
    }

    @Override
    public BitSet peerChunks() {
        return association.auth == null ? new BitSet() : association.auth.peerChunks();
    }
}
