/** Options shared by several commands, so that they have the same meaning in each. */
package io.sctp.bench.options;
