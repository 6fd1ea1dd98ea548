/** A sampler for Apache JMeter: one message over SCTP and its echo. */
package io.sctp.jmeter;
