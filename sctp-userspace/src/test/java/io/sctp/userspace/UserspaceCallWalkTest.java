package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.CallWalkTck;

class UserspaceCallWalkTest extends CallWalkTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
