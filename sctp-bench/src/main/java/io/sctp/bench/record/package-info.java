/** Histograms of latency: of everything, and of each stream. */
package io.sctp.bench.record;
