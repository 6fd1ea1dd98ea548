/** Finds the highest rate that keeps latency within limits, and how reliable that figure is. */
package io.sctp.bench.capacity;
