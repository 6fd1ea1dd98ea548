package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ClosingTck;

class UserspaceClosingTest extends ClosingTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
