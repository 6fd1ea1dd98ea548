package io.sctp.dispatch;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

@JCStressTest
@Description("An agent that is about to sleep sees an offer, or is woken.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "seen")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "woken")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it sleeps over the offer")
@State
public class DoorbellStress {
    private final SlotRing ring = SlotRing.manyToOne(1, number -> {});
    private final AtomicInteger woken = new AtomicInteger();
    private final Doorbell doorbell = new Doorbell(woken::incrementAndGet);
    private boolean seen;

    @Actor
    public void agent() {
        doorbell.arm();
        seen = !ring.isEmpty();
    }

    @Actor
    public void offering() {
        ring.put(0);
        doorbell.ring();
    }

    @Arbiter
    public void result(final ZZ_Result result) {
        result.r1 = seen;
        result.r2 = woken.get() > 0;
    }
}
