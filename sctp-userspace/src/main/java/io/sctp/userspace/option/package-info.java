/** Option values of endpoints, associations and paths, and what they mean to the engine. */
package io.sctp.userspace.option;
