/** Ways to carry messages: this project's API, the JDK's own SCTP, and TCP as a yardstick, behind one seam. */
package io.sctp.bench.transport;
