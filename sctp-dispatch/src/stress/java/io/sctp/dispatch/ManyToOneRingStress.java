package io.sctp.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

@JCStressTest
@Description("What two threads put into a ring comes out once, whole, and in the order of each.")
@Outcome(id = "4, 0", expect = Expect.ACCEPTABLE, desc = "all four, once each")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled, misordered, or not finished")
@State
public class ManyToOneRingStress {
    private final int[] content = new int[4];
    private int taken;
    private int wrong;
    private int lastOfFirst = -1;
    private int lastOfSecond = 1;
    private final SlotRing ring = SlotRing.manyToOne(4, this::take);

    private void take(final int slot) {
        taken++;
        if (content[slot] != slot + 10) {
            wrong++;
        }
        if (slot < 2) {
            wrong += slot == lastOfFirst + 1 ? 0 : 1;
            lastOfFirst = slot;
        } else {
            wrong += slot == lastOfSecond + 1 ? 0 : 1;
            lastOfSecond = slot;
        }
    }

    private void put(final int slot) {
        content[slot] = slot + 10;
        ring.put(slot);
    }

    @Actor
    public void first() {
        put(0);
        put(1);
    }

    /** Empties the ring as well: more than two actors do not run at the same time on two processors. */
    @Actor
    public void second() {
        put(2);
        ring.drain(4);
        put(3);
        ring.drain(4);
    }

    @Arbiter
    public void rest(final II_Result result) {
        ring.drain(4);
        result.r1 = taken;
        result.r2 = wrong;
    }
}
