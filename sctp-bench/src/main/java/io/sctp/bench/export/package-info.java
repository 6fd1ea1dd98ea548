/** Writes a command's findings in the formats of other programs. */
package io.sctp.bench.export;
