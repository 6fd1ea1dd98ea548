package io.sctp.engine.association;

import com.carrotsearch.hppc.IntObjectHashMap;
import io.sctp.engine.config.AssociationConfig;
import io.sctp.engine.config.EngineConfig;

/** The SCTP ports that accept associations, with their parameters, and the limit on answered INITs. */
final class ListeningPorts {
    private static final long SECOND = 1_000_000_000L;

    private final EngineConfig engine;
    private final IntObjectHashMap<AssociationConfig> ports = new IntObjectHashMap<>();
    private long rateSinceNs;
    private int rateCount;

    ListeningPorts(final EngineConfig engine) {
        this.engine = engine;
    }

    void add(final int port, final AssociationConfig config) {
        ports.put(port, config);
    }

    void remove(final int port) {
        ports.remove(port);
    }

    /** Whether a port accepts associations at the local address with this number. */
    boolean isListening(final int port, final int localId) {
        final AssociationConfig config = ports.get(port);
        return config != null && config.hasLocalId(localId);
    }

    /** Returns the parameters of the associations that a port accepts. */
    AssociationConfig config(final int port) {
        final AssociationConfig config = ports.get(port);
        return config == null ? engine.associations() : config;
    }

    /** Whether one more INIT may be answered in this second. */
    boolean admitsInit(final long nowNs) {
        if (nowNs - rateSinceNs >= SECOND) {
            rateSinceNs = nowNs;
            rateCount = 0;
        }
        if (rateCount == engine.maxInitsPerSecond()) {
            return false;
        }
        rateCount++;
        return true;
    }
}
