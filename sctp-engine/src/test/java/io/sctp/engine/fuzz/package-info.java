/** What a coverage-guided fuzzer calls, and the inputs it begins from; see {@code ./sctp fuzz --help}. */
package io.sctp.engine.fuzz;
