/** What the engine carries over paths with delay, loss and a limited rate, in virtual time. */
package io.sctp.bench.paths;
