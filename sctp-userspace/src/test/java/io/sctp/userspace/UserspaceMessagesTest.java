package io.sctp.userspace;

import io.sctp.spi.SctpProvider;
import io.sctp.tck.MessagesTck;

class UserspaceMessagesTest extends MessagesTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }
}
