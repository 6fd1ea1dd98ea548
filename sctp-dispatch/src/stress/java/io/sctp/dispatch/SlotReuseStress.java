package io.sctp.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

@JCStressTest
@Description("A slot that two hold is free once, when both have released it, and not written to before.")
@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "both read what was theirs, and it came back once")
@Outcome(expect = Expect.FORBIDDEN, desc = "overwritten while held, never free, or free twice")
@State
public class SlotReuseStress {
    private final Slots slots = new Slots(1);
    private final Slot slot = slots.pool.take();
    private int reclaimed;

    public SlotReuseStress() {
        slots.stamp[0] = 1;
        slot.sharedBy(2);
    }

    @Actor
    public void holder(final III_Result result) {
        slot.retain();
        slot.release();
        result.r1 = slots.stamp[0];
        slot.release();
    }

    @Actor
    public void holderAndPoller(final III_Result result) {
        result.r2 = slots.stamp[0];
        slot.release();
        reuse();
        reuse();
    }

    private void reuse() {
        if (slots.pool.reclaim() > 0) {
            reclaimed++;
            slots.stamp[slots.pool.take().number()] = 2;
        }
    }

    @Arbiter
    public void rest(final III_Result result) {
        reuse();
        result.r3 = reclaimed;
    }
}
