package io.sctp.kernel;

import io.sctp.SctpOption;
import io.sctp.spi.SctpProvider;
import io.sctp.tck.OptionTargetsTck;
import java.util.Set;

class KernelOptionTargetsTest extends OptionTargetsTck {
    @Override
    protected SctpProvider provider() {
        return KernelTck.PROVIDER;
    }

    @Override
    protected Set<SctpOption<?>> unknownToTheSystem() {
        return KernelTck.unknownToTheSystem();
    }
}
