package io.sctp.spi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sctp.OptionTarget;
import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.PathParameters;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Checks that come before a provider is asked. */
class OptionTargetsTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 1);

    @Test
    void shouldRefuseToReadWhatCanOnlyBeSet() {
        assertRefused(() -> get(SctpOptions.AUTH_KEY, OptionTarget.ENDPOINT), "not read");
    }

    @Test
    void shouldRefuseToSetWhatCanOnlyBeRead() {
        final OptionTarget stream = OptionTarget.stream(5, 0);
        assertRefused(() -> OptionTargets.checkWritable(SctpOptions.PR_STREAM_STATUS, null, stream), "not set");
    }

    @Test
    void shouldRefuseAnAssociationForAnOptionOfTheEndpoint() {
        assertRefused(() -> get(SctpOptions.NODELAY, OptionTarget.association(5)), "belongs to the endpoint");
    }

    @Test
    void shouldRefuseAPathForAnOptionWithoutPaths() {
        assertRefused(() -> get(SctpOptions.RTOINFO, OptionTarget.path(5, ADDRESS)), "does not belong to a path");
        assertRefused(() -> get(SctpOptions.NODELAY, new OptionTarget(0, ADDRESS, 0)), "does not belong to a path");
    }

    @Test
    void shouldRefuseAPathThatIsNotResolved() {
        final OptionTarget unresolved = OptionTarget.path(5, InetSocketAddress.createUnresolved("peer", 1));
        assertRefused(() -> get(SctpOptions.PEER_ADDR_PARAMS, unresolved), "not resolved");
    }

    @Test
    void shouldRefuseAStreamForAnOptionWithoutStreams() {
        assertRefused(() -> get(SctpOptions.RTOINFO, OptionTarget.stream(5, 3)), "does not belong to a stream");
    }

    @Test
    void shouldRefuseAnOptionOfStreamsWithoutAnAssociation() {
        assertRefused(() -> get(SctpOptions.STREAM_SCHEDULER_VALUE, OptionTarget.ENDPOINT), "OptionTarget.stream");
    }

    @Test
    void shouldRefuseAStreamNumberThatIsNone() {
        assertRefused(() -> get(SctpOptions.PR_STREAM_STATUS, OptionTarget.stream(5, 65_536)), "65536");
        assertRefused(() -> get(SctpOptions.PR_STREAM_STATUS, OptionTarget.stream(5, -1)), "-1");
    }

    @Test
    void shouldRefuseToReadForSeveralAssociations() {
        assertRefused(() -> get(SctpOptions.RTOINFO, OptionTarget.association(OptionTarget.ALL)), "several");
        assertRefused(() -> get(SctpOptions.RTOINFO, OptionTarget.association(OptionTarget.CURRENT)), "several");
    }

    @Test
    void shouldAllowToSetForSeveralAssociations() {
        assertDoesNotThrow(() ->
                OptionTargets.checkWritable(SctpOptions.MAX_BURST, null, OptionTarget.association(OptionTarget.ALL)));
    }

    @Test
    void shouldRefuseToChangeForAnAssociationWhatWasNegotiated() {
        assertRefused(
                () -> OptionTargets.checkWritable(SctpOptions.RECONFIG_SUPPORTED, true, OptionTarget.association(5)),
                "negotiated");
    }

    @Test
    void shouldRefuseAFlowLabelOnAnIpv4Path() {
        final PathParameters label = PathParameters.UNCHANGED.withIpv6FlowLabel(1);
        assertRefused(
                () -> OptionTargets.checkWritable(SctpOptions.PEER_ADDR_PARAMS, label, OptionTarget.path(5, ADDRESS)),
                "flow label");
    }

    @Test
    void shouldRefuseANegativeAssociation() {
        assertRefused(() -> get(SctpOptions.RTOINFO, OptionTarget.association(-1)), "-1");
    }

    @Test
    void shouldRefuseToSetForSeveralAssociationsWhatTheCatalogueSays() {
        assertRefused(
                () -> OptionTargets.checkWritable(
                        SctpOptions.RTOINFO, null, OptionTarget.association(OptionTarget.ALL)),
                "several");
    }

    private static void get(final SctpOption<?> option, final OptionTarget target) {
        OptionTargets.checkReadable(option, target);
    }

    private static void assertRefused(final Executable call, final String why) {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
