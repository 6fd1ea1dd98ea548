package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.PartialReliabilityTck;

class UserspacePartialReliabilityTest extends PartialReliabilityTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
