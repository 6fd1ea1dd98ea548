package io.sctp.userspace;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OptionTargetsTck;
import java.util.Set;

class UserspaceOptionTargetsTest extends OptionTargetsTck {
    @Override
    protected SctpProvider provider() {
        return UserspaceTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unsupportedOptions() {
        return UserspaceTck.UNSUPPORTED;
    }
}
