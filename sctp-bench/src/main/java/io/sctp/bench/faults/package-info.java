/** Faults that are planted into a run while it is measured, and how long the run needs to recover from each. */
package io.sctp.bench.faults;
