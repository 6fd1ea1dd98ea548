package io.sctp.dispatch;

import io.sctp.SendQueue;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

@JCStressTest
@Description("An offer that is accepted during a close is one that the close waits for.")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "accepted, and the close waits")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "refused, and the close is done")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "refused, and the close looks again")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "accepted and forgotten")
@State
public class OfferAtCloseStress {
    private final Sending sending = new Sending(1);

    @Actor
    public void offering(final ZZ_Result result) {
        result.r1 = sending.sendQueue.offer(ByteBuffer.allocate(1), null) == SendQueue.Offer.ACCEPTED;
    }

    @Actor
    public void closing(final ZZ_Result result) {
        sending.sender.close();
        result.r2 = sending.sender.isIdle();
    }
}
