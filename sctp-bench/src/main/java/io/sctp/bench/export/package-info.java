/** What a command found, in the formats of other programs. */
package io.sctp.bench.export;
