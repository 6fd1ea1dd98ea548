/**
 * Protocols of servers that are not of this project: what is said before a load, how its messages look, what answers
 * them.
 */
package io.sctp.bench.protocol;
