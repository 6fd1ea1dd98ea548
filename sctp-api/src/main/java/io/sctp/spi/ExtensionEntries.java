package io.sctp.spi;

import static io.sctp.spi.AssociationEntries.MAX_U16;
import static io.sctp.spi.OptionCatalog.USERSPACE;

import io.sctp.SctpOption;
import io.sctp.SctpOptions;
import io.sctp.option.AuthKey;
import io.sctp.option.HmacAlgorithm;
import io.sctp.option.StreamResetPermission;
import io.sctp.spi.OptionEntry.Moment;
import java.util.List;
import java.util.Set;

/** The catalogue's part on extensions: what is negotiated, authentication, re-configuration, addresses. */
final class ExtensionEntries {
    private static final int MAX_CHUNK_TYPE = 255;

    /** INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH (RFC 4895 section 3.2). */
    private static final Set<Integer> NEVER_AUTHENTICATED = Set.of(1, 2, 14, 15);

    private static final String NEEDS_AUTH = "Needs SCTP_AUTH_SUPPORTED, otherwise EACCES.";

    private ExtensionEntries() {}

    static List<OptionEntry<?>> all() {
        return List.of(
                negotiated(SctpOptions.PR_SUPPORTED, "Whether messages can be abandoned.", "RFC 7496 section 4.5")
                        .system("net.sctp.prsctp_enable")
                        .initially(true)
                        .build(),
                negotiated(
                                SctpOptions.RECONFIG_SUPPORTED,
                                "Whether streams can be re-configured.",
                                "RFC 6525 section 6")
                        .system("Linux 4.11; net.sctp.reconf_enable")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                SctpOptions.ENABLE_STREAM_RESET,
                                "The peer's re-configuration requests that are granted.",
                                OptionField.choices("", StreamResetPermission.class))
                        .normal(Set::copyOf)
                        .source("RFC 6525 section 6.3.1")
                        .system("Linux 4.11")
                        .initially(Set.of())
                        .build(),
                negotiated(
                                SctpOptions.INTERLEAVING_SUPPORTED,
                                "Whether large messages of several streams may be interleaved on the wire.",
                                "RFC 8260 section 4.3.1")
                        .system("Linux 4.16; net.sctp.intl_enable")
                        .note("Needs SCTP_FRAGMENT_INTERLEAVE above 0, otherwise EPERM.")
                        .initially(false)
                        .build(),
                negotiated(
                                SctpOptions.ASCONF_SUPPORTED,
                                "Whether addresses can be changed during an association.",
                                "RFC 5061")
                        .system("Linux 5.4; net.sctp.addip_enable")
                        .note(NEEDS_AUTH)
                        .linked(SctpOptions.LOCAL_AUTH_CHUNKS)
                        .initially(false)
                        .build(),
                negotiated(SctpOptions.AUTH_SUPPORTED, "Whether chunks can be authenticated.", "RFC 4895")
                        .system("Linux 5.4; net.sctp.auth_enable")
                        .linked(
                                SctpOptions.LOCAL_AUTH_CHUNKS,
                                SctpOptions.PEER_AUTH_CHUNKS,
                                SctpOptions.HMAC_IDENT,
                                SctpOptions.AUTH_ACTIVE_KEY)
                        .initially(false)
                        .build(),
                negotiated(
                                SctpOptions.ECN_SUPPORTED,
                                "Whether explicit congestion notification is used.",
                                "RFC 4960 appendix A")
                        .system("Linux 5.4; net.sctp.ecn_enable")
                        .absent(USERSPACE, "RFC 9260 no longer has explicit congestion notification")
                        .build(),
                OptionEntry.single(
                                SctpOptions.AUTO_ASCONF,
                                "Whether the machine's address changes are announced to the peers.",
                                OptionField.flag(""))
                        .when(Moment.BOUND_TO_WILDCARD)
                        .source("RFC 6458 section 8.1.23")
                        .system("net.sctp.default_auto_asconf")
                        .note("Applies to associations that negotiated SCTP_ASCONF_SUPPORTED. On Linux an"
                                + " accepted channel begins without it.")
                        .refuses(USERSPACE, on -> on, "With java.nio the source address of packets cannot be chosen.")
                        .initially(false)
                        .build(),
                OptionEntry.single(
                                SctpOptions.SET_PEER_PRIMARY_ADDR,
                                "Asks the peer to make one of our addresses its primary path.",
                                AssociationEntries.address())
                        .oneAssociationOnly()
                        .source("RFC 6458 section 8.3.1")
                        .note("Needs SCTP_ASCONF_SUPPORTED on both ends.")
                        .build(),
                authChunk(),
                hmacs(),
                OptionEntry.single(
                                SctpOptions.AUTH_KEY,
                                "Adds a shared key.",
                                OptionField.other(
                                        "",
                                        "a number of 0 to 65535 and at most 65535 bytes",
                                        key -> true,
                                        "",
                                        List.of(new AuthKey(0, new byte[0]), new AuthKey(MAX_U16, new byte[300])),
                                        List.of()))
                        .source("RFC 6458 section 8.3.3")
                        .note(NEEDS_AUTH)
                        .build(),
                key(SctpOptions.AUTH_ACTIVE_KEY, "The number of the active shared key.", "8.1.18"),
                key(SctpOptions.AUTH_DEACTIVATE_KEY, "Deactivates the shared key with this number.", "8.3.4"),
                key(SctpOptions.AUTH_DELETE_KEY, "Deletes the shared key with this number.", "8.3.5"),
                OptionEntry.readOnly(
                                SctpOptions.PEER_AUTH_CHUNKS,
                                "The chunk types that the peer requires to be authenticated.")
                        .source("RFC 6458 section 8.2.3")
                        .note(NEEDS_AUTH)
                        .build(),
                OptionEntry.readOnly(
                                SctpOptions.LOCAL_AUTH_CHUNKS,
                                "The chunk types that this end requires to be authenticated.")
                        .source("RFC 6458 section 8.2.4")
                        .note(NEEDS_AUTH)
                        .build());
    }

    private static OptionEntry.Builder<Boolean> negotiated(
            final SctpOption<Boolean> option, final String summary, final String source) {
        return OptionEntry.single(option, summary, OptionField.flag(""))
                .negotiated()
                .source(source);
    }

    private static OptionEntry<Integer> authChunk() {
        return OptionEntry.single(
                        SctpOptions.AUTH_CHUNK,
                        "Adds a chunk type that the peer must authenticate.",
                        OptionField.number("", 0, MAX_CHUNK_TYPE))
                .rule(
                        type -> !NEVER_AUTHENTICATED.contains(type),
                        type -> type + " is one of INIT, INIT ACK, SHUTDOWN COMPLETE and AUTH, which cannot be"
                                + " authenticated",
                        2)
                .when(Moment.BEFORE_ASSOCIATION)
                .source("RFC 6458 section 8.3.2")
                .note(NEEDS_AUTH)
                .linked(SctpOptions.LOCAL_AUTH_CHUNKS)
                .build();
    }

    private static OptionEntry<List<HmacAlgorithm>> hmacs() {
        final List<Object> valid = List.of(
                List.of(HmacAlgorithm.SHA_1),
                List.of(HmacAlgorithm.SHA_1, HmacAlgorithm.SHA_256),
                List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1));
        final List<Object> invalid =
                List.of(List.of(), List.of(HmacAlgorithm.SHA_256), List.of(HmacAlgorithm.SHA_1, HmacAlgorithm.SHA_1));
        return OptionEntry.single(
                        SctpOptions.HMAC_IDENT,
                        "The HMAC algorithms, the preferred one first.",
                        OptionField.other(
                                "",
                                "SHA_1, which RFC 4895 requires, and SHA_256, each at most once",
                                ExtensionEntries::areHmacs,
                                "is not a list of algorithms, each at most once, with SHA_1",
                                valid,
                                invalid))
                .normal(List::copyOf)
                .when(Moment.BEFORE_ASSOCIATION)
                .source("RFC 6458 section 8.1.17")
                .note(NEEDS_AUTH)
                .initiallyInUserspace(List.of(HmacAlgorithm.SHA_256, HmacAlgorithm.SHA_1))
                .build();
    }

    private static boolean areHmacs(final Object value) {
        final List<?> all = (List<?>) value;
        return all.stream().allMatch(HmacAlgorithm.class::isInstance)
                && all.contains(HmacAlgorithm.SHA_1)
                && Set.copyOf(all).size() == all.size();
    }

    private static OptionEntry<Integer> key(final SctpOption<Integer> option, final String summary, final String part) {
        return OptionEntry.single(option, summary, OptionField.number("", 0, MAX_U16))
                .source("RFC 6458 section " + part)
                .note(NEEDS_AUTH + " The key must exist. The active key cannot be deactivated or deleted.")
                .build();
    }
}
