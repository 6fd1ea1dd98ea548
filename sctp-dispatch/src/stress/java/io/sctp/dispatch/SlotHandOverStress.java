package io.sctp.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

@JCStressTest
@Description("A worker sees all that the poller wrote to a slot before it published it.")
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(id = "7, 9", expect = Expect.ACCEPTABLE, desc = "published, and whole")
@Outcome(expect = Expect.FORBIDDEN, desc = "a slot that is not finished")
@State
public class SlotHandOverStress {
    private final Slots slots = new Slots(1);
    private int seenNumber = -1;
    private int seenPayload = -1;
    private final SlotRing ring = SlotRing.oneToOne(1, 1, number -> {
        seenNumber = slots.stamp[number];
        seenPayload = slots.pool.slab().view(number).getInt(0);
    });

    @Actor
    public void poller() {
        final Slot slot = slots.pool.take();
        slots.stamp[slot.number()] = 7;
        slots.pool.slab().view(slot.number()).putInt(0, 9);
        slot.sharedBy(1);
        ring.put(slot.number());
    }

    @Actor
    public void worker(final II_Result result) {
        ring.drain(1);
        result.r1 = seenNumber;
        result.r2 = seenPayload;
    }
}
