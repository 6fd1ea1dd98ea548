/** When each message is to be sent, and the waiting until then. */
package io.sctp.bench.schedule;
