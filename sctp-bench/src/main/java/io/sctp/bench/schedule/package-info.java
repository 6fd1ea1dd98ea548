/** The intended time of each message, and waiting until then. */
package io.sctp.bench.schedule;
