package io.sctp.userspace;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.MultiHomingTck;
import java.util.Set;

class UserspaceMultiHomingTest extends MultiHomingTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }

    @Override
    protected boolean choosesPaths() {
        return false;
    }
}
