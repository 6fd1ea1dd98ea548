package io.sctp.script;

import java.time.Duration;
import java.util.List;

/** Times in scripts: `300ms` and `2s`. */
final class Durations {
    private Durations() {}

    static Duration of(final String text) {
        if (text.matches("\\d+ms")) {
            return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
        }
        if (text.matches("\\d+s")) {
            return Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        }
        throw new IllegalArgumentException("a time is written as 300ms or 2s: '" + text + "'");
    }

    /** Returns the time in `nothing for 300ms`. */
    static Duration ofNothing(final List<String> words) {
        if (words.size() != 3
                || !words.get(0).equals("nothing")
                || !words.get(1).equals("for")) {
            throw new IllegalArgumentException("not of the form 'nothing for 300ms': " + String.join(" ", words));
        }
        return of(words.get(2));
    }
}
