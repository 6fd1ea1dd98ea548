package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.OneToManyTck;

class UserspaceOneToManyTest extends OneToManyTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
