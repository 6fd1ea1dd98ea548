/**
 * Whether a candidate is slower than its base. The unit is a run in a fresh JVM, never a message: messages of one run
 * share its JIT, its memory layout and its luck, so however many there are, they are one sample.
 */
package io.sctp.bench.compare;
