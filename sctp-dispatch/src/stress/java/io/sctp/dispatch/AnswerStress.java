package io.sctp.dispatch;

import java.nio.ByteBuffer;
import java.time.Duration;
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
@Description("A worker sends its answer itself while the poller is about to sleep. The channel refuses it, which the "
        + "poller must report.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "seen")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "woken")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it sleeps over what it must report")
@State
public class AnswerStress {
    private static final Duration LIMIT = Duration.ofMillis(10);

    private final AtomicInteger woken = new AtomicInteger();
    private final Doorbell doorbell = new Doorbell(woken::incrementAndGet);
    private final Sending sending = new Sending(1, doorbell);
    private boolean seen;

    @Actor
    public void worker() {
        sending.sender.beginAnswer();
        sending.sendQueue.offer(ByteBuffer.allocate(1), null);
        sending.sender.endAnswer();
    }

    @Actor
    public void poller() {
        doorbell.arm();
        seen = !sending.sender.patience(LIMIT).equals(LIMIT);
    }

    @Arbiter
    public void result(final ZZ_Result result) {
        result.r1 = seen;
        result.r2 = woken.get() > 0;
    }
}
