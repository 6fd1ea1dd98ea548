/** Several generators with one schedule: when they start, and one result of theirs. */
package io.sctp.bench.shards;
