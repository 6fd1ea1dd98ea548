package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.BatchTck;

class UserspaceBatchTest extends BatchTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
