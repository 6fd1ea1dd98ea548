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
@Description("The poller's thread handles a message in place of a worker's thread, which wakes at that moment. The "
        + "message is handled once, and what the handler writes is seen by the next one.")
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "by the poller's thread")
@Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "by the worker's thread")
@Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "by the worker's thread, in its next round")
@Outcome(expect = Expect.FORBIDDEN, desc = "never, or twice")
@State
public class LoneMessageStress {
    private final WatchfulSleep sleep = new WatchfulSleep(0);
    private int handled;
    private final SlotRing ring = SlotRing.oneToOne(1, 1, number -> handled++);
    private int byPoller;
    private int byWorker;

    @Actor
    public void poller() {
        ring.put(0);
        if (!sleep.tryReplace()) {
            sleep.wake();
            return;
        }
        byPoller = ring.drain(1);
        sleep.tryReturn();
    }

    @Actor
    public void worker() {
        sleep.hadWork();
        sleep.sleep(() -> !ring.isEmpty());
        if (sleep.isAwake()) {
            byWorker = ring.drain(1);
        }
    }

    @Arbiter
    public void result(final III_Result result) {
        result.r1 = byPoller;
        result.r2 = byWorker;
        result.r3 = ring.drain(1);
        if (handled != 1) {
            result.r3 = -1;
        }
    }
}
