/** The environment of a run: kernel, JDK, processor, settings. */
package io.sctp.bench.environment;
