package io.sctp.kernel;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.MessagesTck;

class KernelMessagesTest extends MessagesTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected int largestMessageInSendBuffers() {
        return 2;
    }
}
