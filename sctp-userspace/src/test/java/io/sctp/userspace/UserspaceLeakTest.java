package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.LeakTck;

class UserspaceLeakTest extends LeakTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
