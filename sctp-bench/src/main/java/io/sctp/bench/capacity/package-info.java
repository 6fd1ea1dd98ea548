/** The highest rate that keeps latency within limits, and how sure that is. */
package io.sctp.bench.capacity;
