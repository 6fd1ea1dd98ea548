package io.sctp.engine.send;

import io.sctp.engine.AbandonedMessages;
import io.sctp.engine.Policy;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many messages were given up, by policy, before and after any of them was sent (RFC 7496 sections 4.3 and 4.4).
 */
public final class AbandonedCounts implements AbandonedMessages {
    private static final class Counts {
        long unsent;
        long sent;
    }

    private final Map<Policy, Counts> counts = new EnumMap<>(Policy.class);

    AbandonedCounts() {
        for (final Policy policy : Policy.values()) {
            counts.put(policy, new Counts());
        }
    }

    void count(final Policy policy, final boolean sent) {
        count(counts.get(policy), sent);
        // Under RELIABLE, which none is given up for, stands the sum.
        count(counts.get(Policy.RELIABLE), sent);
    }

    private static void count(final Counts where, final boolean sent) {
        if (sent) {
            where.sent++;
        } else {
            where.unsent++;
        }
    }

    @Override
    public long unsent(final Policy policy) {
        return counts.get(policy).unsent;
    }

    @Override
    public long sent(final Policy policy) {
        return counts.get(policy).sent;
    }

    @Override
    public long unsent() {
        return unsent(Policy.RELIABLE);
    }

    @Override
    public long sent() {
        return sent(Policy.RELIABLE);
    }
}
