/** Channels and their associations, and the state shared by the channels of one stack. */
package io.sctp.userspace.channel;
