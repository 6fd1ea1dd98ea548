package io.sctp.dispatch;

import io.sctp.SendQueue;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

@JCStressTest
@Description("Who is refused for want of room is told, once, when there is room.")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "refused and told")
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "accepted")
@Outcome(expect = Expect.FORBIDDEN, desc = "refused and left waiting, or told without a reason")
@State
public class BackPressureStress {
    private final Sending sending = new Sending(1);
    private int told;

    public BackPressureStress() {
        sending.sendQueue.offer(ByteBuffer.allocate(1), null); // takes all the room there is
    }

    @Actor
    public void offering(final ZI_Result result) {
        result.r1 = sending.sendQueue.offer(ByteBuffer.allocate(1), null) == SendQueue.Offer.ACCEPTED;
    }

    @Actor
    public void poller() {
        makeRoom();
    }

    private void makeRoom() {
        sending.empty();
        if (sending.sender.takeWritable() != null) {
            told++;
        }
    }

    @Arbiter
    public void later(final ZI_Result result) {
        makeRoom();
        makeRoom();
        result.r2 = told;
    }
}
