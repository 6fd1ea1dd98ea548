/** What a run ran on: kernel, JDK, processor, settings. */
package io.sctp.bench.environment;
