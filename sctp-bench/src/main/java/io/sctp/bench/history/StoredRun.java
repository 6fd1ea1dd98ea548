package io.sctp.bench.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * A run as the store has it.
 *
 * @param night when the night began that it is of, in ISO 8601
 * @param line the line over time that it is a point of
 * @param surroundings what may explain that it differs from other nights'
 * @param figures its values by the labels of their metrics
 */
record StoredRun(String night, Line line, Surroundings surroundings, Map<String, Double> figures) {
    /**
     * What all points of a line have in common.
     *
     * @param kernel as it was asked for
     * @param load its name
     * @param parameters what it is
     * @param provider what carried the messages
     * @param clock {@code wall} or {@code icount}
     * @param label what the user calls it; null for nothing
     * @param machine where it ran, if that matters: what counts instructions is the same on any; else null
     */
    record Line(
            String kernel,
            String load,
            String parameters,
            String provider,
            String clock,
            String label,
            String machine) {}

    /**
     * What may differ from night to night; null for what is not known.
     *
     * @param version the project's version
     * @param commit the project's commit
     * @param release the kernel's
     * @param kernelPackage the version of the kernel's package
     * @param jdk the Java runtime
     * @param jvmFlags its flags
     */
    record Surroundings(
            String version, String commit, String release, String kernelPackage, String jdk, String jvmFlags) {}

    static StoredRun of(final ResultSet row, final Map<String, Double> figures) throws SQLException {
        final String clock = row.getString("clock");
        final String host = row.getString("host");
        return new StoredRun(
                row.getString("night"),
                new Line(
                        row.getString("kernel"),
                        row.getString("load"),
                        row.getString("parameters"),
                        row.getString("provider"),
                        clock,
                        row.getString("label"),
                        clock.equals("wall") ? (host == null ? "" : host + ", ") + row.getString("machine") : null),
                new Surroundings(
                        row.getString("version"),
                        row.getString("commit_id"),
                        row.getString("release"),
                        row.getString("kernel_package"),
                        row.getString("jdk"),
                        row.getString("jvm_flags")),
                figures);
    }
}
