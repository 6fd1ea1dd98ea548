/** Channels and their associations, and what the channels of one stack share. */
package io.sctp.userspace.channel;
