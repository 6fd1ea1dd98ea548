package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ClosingTck;

class KernelClosingTest extends ClosingTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected boolean freesPortsAtOnce() {
        return false;
    }

    @Override
    protected boolean lingersOnOneToManyChannels() {
        return false;
    }

    @Override
    protected boolean lingersWhenInterrupted() {
        return true;
    }

    @Override
    protected boolean abortsAllForUnreadMessagesOfOne() {
        return true;
    }
}
