/** Options that several commands have, so that they mean the same in each. */
package io.sctp.bench.options;
