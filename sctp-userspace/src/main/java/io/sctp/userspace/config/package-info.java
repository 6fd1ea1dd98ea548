/** The configuration of a stack, and what memory the JVM has for one. */
package io.sctp.userspace.config;
