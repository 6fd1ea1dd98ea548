package io.sctp.bench.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * A run in the store.
 *
 * @param night the start of its night, in ISO 8601
 * @param line the line over time to which it belongs
 * @param surroundings what may explain a difference from other nights
 * @param figures its values by the labels of their metrics
 */
record StoredRun(String night, Line line, Surroundings surroundings, Map<String, Double> figures) {
    /**
     * The properties shared by all points of a line.
     *
     * @param kernel the kernel as requested
     * @param load the name of the load
     * @param parameters the parameters of the load
     * @param provider the provider used
     * @param clock {@code wall} or {@code icount}
     * @param label the user's name for the runs; null if none
     * @param machine the machine, for results in time; null for counted instructions, which are the same on any machine
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
     * Properties that may differ from night to night; null if unknown.
     *
     * @param version the project's version
     * @param commit the project's commit
     * @param release the kernel's release
     * @param kernelPackage the version of the kernel's package
     * @param jdk the Java runtime
     * @param jvmFlags the flags of the JVM
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
