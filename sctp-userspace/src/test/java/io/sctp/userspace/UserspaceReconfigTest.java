package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.ReconfigTck;

class UserspaceReconfigTest extends ReconfigTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
