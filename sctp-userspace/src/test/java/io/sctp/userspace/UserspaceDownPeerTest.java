package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.DownPeerTck;

class UserspaceDownPeerTest extends DownPeerTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
