package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.EndingTck;

class UserspaceEndingTest extends EndingTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
