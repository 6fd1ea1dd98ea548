package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.InterleavingTck;

class UserspaceInterleavingTest extends InterleavingTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
