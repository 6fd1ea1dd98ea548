package io.sctp.bench.paths.real;

import io.sctp.bench.environment.Environment;
import io.sctp.bench.environment.Origin;
import java.util.List;

/**
 * What {@code ./sctp paths --real} writes as JSON; docs/paths.md explains the fields.
 *
 * @param cells the medians
 * @param runs each run
 * @param failures the runs that gave no figure, and why
 */
public record RealPathsResult(
        int schemaVersion,
        String startedAt,
        int runsPerCell,
        int size,
        double rateMbit,
        double warmupS,
        double durationS,
        int usrsctpBufferBytes,
        String controller,
        List<Cell> cells,
        List<Run> runs,
        List<String> failures,
        Environment environment,
        Origin origin,
        List<String> commandLine) {
    /** The version of the schema that this code writes. */
    static final int SCHEMA_VERSION = 1;

    /**
     * The median of some runs.
     *
     * @param byUsrsctp by what usrsctp sends to usrsctp; null if that is not known
     * @param spread the fastest less the slowest run, by the median
     * @param othersCpu the share of the machine's processors that others used meanwhile, at most
     */
    public record Cell(
            String sender,
            String receiver,
            double rttMs,
            double loss,
            double bytesPerS,
            Double byUsrsctp,
            double spread,
            int runs,
            double othersCpu) {}

    /**
     * One run.
     *
     * @param senderCpuS processor seconds of the sender's process, its start included
     * @param relayCpuS processor seconds of the relay's process
     * @param lost packets that the relay lost by chance, both directions
     * @param dropped packets for which the relay had no room, both directions
     * @param udpDrops datagrams dropped by the system, as an end or the relay did not read them in time
     */
    public record Run(
            int round,
            String sender,
            String receiver,
            double rttMs,
            double loss,
            double bytesPerS,
            double senderCpuS,
            double receiverCpuS,
            double relayCpuS,
            long lost,
            long dropped,
            long udpDrops,
            double othersCpu) {}
}
