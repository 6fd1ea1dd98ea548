/** The result of a run as a file: its schema, its writing and reading, and its table for a terminal. */
package io.sctp.bench.result;
