/** Configuration of an engine: limits, protocol parameters and local addresses, each with its default. */
package io.sctp.engine.config;
