package io.sctp.bench.export;

import io.sctp.bench.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** An export format for another program. */
public enum Format {
    /** JUnit's XML, which every build server reads. */
    JUNIT {
        @Override
        void write(final Findings findings, final Path file) throws IOException {
            WholeFile.write(file, JUnitXml.of(findings));
        }
    },
    /** The Kernel Test Anything Protocol, version 1. */
    KTAP {
        @Override
        void write(final Findings findings, final Path file) throws IOException {
            WholeFile.write(file, Ktap.of(findings));
        }
    },
    /** OpenMetrics' text, for Prometheus and others. */
    OPENMETRICS {
        @Override
        void write(final Findings findings, final Path file) throws IOException {
            WholeFile.write(file, OpenMetrics.of(findings));
        }
    },
    /** A folder of CSV files with the configuration that lets Otava analyse them. */
    OTAVA {
        @Override
        void write(final Findings findings, final Path file) throws IOException {
            Otava.write(findings.history().orElseThrow(), file);
        }
    },
    /** Markdown for a comment on a pull request. */
    MARKDOWN {
        @Override
        void write(final Findings findings, final Path file) throws IOException {
            WholeFile.write(file, Markdown.of(findings));
        }
    };

    /** All format names, as text. */
    public static final String NAMES = "junit, ktap, openmetrics, otava, markdown";

    abstract void write(Findings findings, Path file) throws IOException;

    /** Whether the format needs a history and writes a folder. */
    public boolean needsHistory() {
        return this == OTAVA;
    }

    /**
     * Returns the format with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Format named(final String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format '" + name + "'; there are: " + NAMES));
    }
}
