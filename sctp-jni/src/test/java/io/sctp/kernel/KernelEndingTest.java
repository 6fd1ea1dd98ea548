package io.sctp.kernel;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.EndingTck;
import java.io.IOException;
import java.util.Set;

class KernelEndingTest extends EndingTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unknownToTheSystem() {
        return KernelTck.unknownToTheSystem();
    }

    @Override
    protected boolean carriesAbortReasonOneToOne() {
        return false;
    }

    @Override
    protected boolean tellsAbortsOfThoseWhoWaitApart() {
        return false;
    }

    @Override
    protected void prepareEnvironment() throws IOException {
        // Without a port of its own the kernel sends nothing inside UDP, and there is no silent peer.
        restoring(new KernelSettings()).setIfKnown("udp_port", "9899");
    }

    @Override
    protected boolean waitsForRoomDuringShutdown() {
        return true;
    }

    @Override
    protected boolean givesUpBehindAClosedWindow() {
        return true;
    }

    @Override
    protected boolean tellsWaitingSendsOfAnAbort() {
        return false;
    }
}
