package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.PollerTck;

class UserspacePollerTest extends PollerTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
