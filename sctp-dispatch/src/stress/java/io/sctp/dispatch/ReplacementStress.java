package io.sctp.dispatch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

@JCStressTest
@Description("The poller's thread returns from a handler while the worker's thread finds that this takes too long. One "
        + "of the two is the poller's then.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "it has returned in time")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the roles are exchanged")
@Outcome(expect = Expect.FORBIDDEN, desc = "no poller, or two")
@State
public class ReplacementStress {
    private final WatchfulSleep sleep = new WatchfulSleep(0);
    private boolean returned;
    private boolean ended;

    public ReplacementStress() {
        sleep.hadWork();
        sleep.sleep(sleep::tryReplace); // the worker's thread sees it for the first time
    }

    @Actor
    public void poller() {
        returned = sleep.tryReturn();
    }

    @Actor
    public void worker() {
        ended = sleep.sleep(() -> true);
    }

    @Arbiter
    public void result(final ZZ_Result result) {
        result.r1 = returned;
        result.r2 = ended;
    }
}
