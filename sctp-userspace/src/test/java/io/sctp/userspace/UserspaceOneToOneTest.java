package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.OneToOneTck;

class UserspaceOneToOneTest extends OneToOneTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected boolean knowsLocalAddresses() {
        return UserspaceTck.KNOWS_LOCAL_ADDRESSES;
    }
}
