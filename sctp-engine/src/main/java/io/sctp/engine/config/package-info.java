/** What an engine is told before it starts: limits, protocol parameters and local addresses, each with its default. */
package io.sctp.engine.config;
