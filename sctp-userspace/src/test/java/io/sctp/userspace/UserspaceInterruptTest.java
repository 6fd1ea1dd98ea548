package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.InterruptTck;

class UserspaceInterruptTest extends InterruptTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
