/**
 * {@code ./sctp peers}: the same traffic through this library, through others and through C ({@code src/main/c}), side
 * by side. {@link io.sctp.bench.peers.PeersRun} runs them in turn, {@link io.sctp.bench.peers.PeerMain} measures one in
 * its own JVM, {@link io.sctp.bench.peers.PeersSummary} computes medians and ratios.
 */
package io.sctp.bench.peers;
