package io.sctp.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a chunk, a parameter or an error cause is written, as a list of fields. Shares no code with the engine, so a
 * wrong constant there is seen.
 *
 * @param family what it is
 * @param name its name in scripts
 * @param type its type or cause code
 * @param fields its fields in order
 */
record Layout(Family family, String name, int type, List<Field> fields) {
    /** What an element can be. Chunks have an 8-bit type and flags; the others a 16-bit type. */
    enum Family {
        CHUNK,
        PARAMETER,
        CAUSE
    }

    /**
     * A field: `1`, `2` and `4` are numbers of so many bytes; `*` is all remaining bytes; `S` is a list of 16-bit
     * numbers; `P` is a list of pairs of 16-bit numbers; `M` is a list of stream, flags and 32-bit MID; `G` is the
     * end of a SACK; `p` and `c` are parameters and causes.
     */
    record Field(String name, char kind) {
        int width() {
            return kind - '0';
        }

        boolean isNumber() {
            return kind == '1' || kind == '2' || kind == '4';
        }
    }

    private static final String CHUNKS = """
            DATA 0 tsn:4 stream:2 ssn:2 ppid:4 data:*
            INIT 1 tag:4 rwnd:4 out:2 in:2 tsn:4 :p
            INIT_ACK 2 tag:4 rwnd:4 out:2 in:2 tsn:4 :p
            SACK 3 cum:4 rwnd:4 gaps:G
            HEARTBEAT 4 :p
            HEARTBEAT_ACK 5 :p
            ABORT 6 :c
            SHUTDOWN 7 cum:4
            SHUTDOWN_ACK 8
            ERROR 9 :c
            COOKIE_ECHO 10 data:*
            COOKIE_ACK 11
            ECNE 12 tsn:4
            CWR 13 tsn:4
            SHUTDOWN_COMPLETE 14
            AUTH 15 key:2 hmac:2 data:*
            I_DATA 64 tsn:4 stream:2 reserved:2 mid:4 ppid:4 data:*
            ASCONF_ACK 128 serial:4 :p
            RE_CONFIG 130 :p
            PAD 132 data:*
            FORWARD_TSN 192 cum:4 streams:P
            ASCONF 193 serial:4 :p
            I_FORWARD_TSN 194 cum:4 streams:M
            """;

    private static final String PARAMETERS = """
            HEARTBEAT_INFO 1 data:*
            IPV4 5 data:*
            IPV6 6 data:*
            COOKIE 7 data:*
            UNRECOGNIZED 8 data:*
            COOKIE_PRESERVATIVE 9 ms:4
            HOST_NAME 11 data:*
            ADDRESS_TYPES 12 types:S
            OUTGOING_RESET 13 request:4 response:4 last:4 streams:S
            INCOMING_RESET 14 request:4 streams:S
            TSN_RESET 15 request:4
            RECONFIG_RESPONSE 16 response:4 result:4 rest:*
            ADD_OUTGOING 17 request:4 count:2 reserved:2
            ADD_INCOMING 18 request:4 count:2 reserved:2
            ECN 0x8000
            RANDOM 0x8002 data:*
            CHUNK_LIST 0x8003 data:*
            HMAC_ALGORITHMS 0x8004 algorithms:S
            EXTENSIONS 0x8008 data:*
            FORWARD_TSN_SUPPORTED 0xc000
            """;

    private static final String CAUSES = """
            INVALID_STREAM 1 stream:2 reserved:2
            MISSING_PARAMETER 2 count:4 types:S
            STALE_COOKIE 3 staleness:4
            OUT_OF_RESOURCE 4
            UNRESOLVABLE_ADDRESS 5 data:*
            UNRECOGNIZED_CHUNK 6 data:*
            INVALID_PARAMETER 7 data:*
            UNRECOGNIZED_PARAMETERS 8 data:*
            NO_USER_DATA 9 tsn:4
            COOKIE_WHILE_SHUTTING_DOWN 10
            RESTART_WITH_NEW_ADDRESSES 11 data:*
            USER_ABORT 12 data:*
            PROTOCOL_VIOLATION 13 data:*
            """;

    private static final Map<Family, List<Layout>> ALL = Map.of(
            Family.CHUNK, parse(Family.CHUNK, CHUNKS),
            Family.PARAMETER, parse(Family.PARAMETER, PARAMETERS),
            Family.CAUSE, parse(Family.CAUSE, CAUSES));

    private static final Map<String, Integer> FLAGS = new TreeMap<>(Map.of("E", 1, "T", 1, "B", 2, "U", 4, "I", 8));

    /** Returns the layout of a name; CHUNK, PARAMETER and CAUSE stand for any type, given as a field. */
    static Layout named(final Family family, final String name) {
        for (final Layout layout : ALL.get(family)) {
            if (layout.name.equals(name)) {
                return layout;
            }
        }
        if (family.name().equals(name)) {
            return unknown(family, -1);
        }
        throw new IllegalArgumentException(
                "no " + family.name().toLowerCase(Locale.ROOT) + " is called '" + name + "'");
    }

    static Layout typed(final Family family, final int type) {
        for (final Layout layout : ALL.get(family)) {
            if (layout.type == type) {
                return layout;
            }
        }
        return unknown(family, type);
    }

    private static Layout unknown(final Family family, final int type) {
        return new Layout(family, family.name(), type, List.of(new Field("data", '*')));
    }

    /** Returns the bits of flags given as letters, such as BE. */
    static int flags(final String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            final String letter = letters.substring(i, i + 1);
            final Integer bit = FLAGS.get(letter);
            if (bit == null) {
                throw new IllegalArgumentException("no flag is called '" + letter + "'");
            }
            bits |= bit;
        }
        return bits;
    }

    boolean isData() {
        return family == Family.CHUNK && (type == 0 || type == 64);
    }

    private static List<Layout> parse(final Family family, final String table) {
        final List<Layout> layouts = new ArrayList<>();
        for (final String line : table.lines().toList()) {
            final String[] words = line.split(" ", -1);
            final List<Field> fields = new ArrayList<>();
            for (int i = 2; i < words.length; i++) {
                final int colon = words[i].indexOf(':');
                fields.add(new Field(words[i].substring(0, colon), words[i].charAt(colon + 1)));
            }
            layouts.add(new Layout(family, words[0], Integer.decode(words[1]), fields));
        }
        return layouts;
    }
}
