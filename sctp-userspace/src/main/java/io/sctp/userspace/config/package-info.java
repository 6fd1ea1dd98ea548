/** The configuration of a stack, and the JVM's memory. */
package io.sctp.userspace.config;
