/** Option values of endpoints, associations and paths, and their conversion to engine parameters. */
package io.sctp.userspace.option;
