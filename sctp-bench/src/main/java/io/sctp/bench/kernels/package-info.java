/** The same load on several kernels, boot after boot, and what their differences are. */
package io.sctp.bench.kernels;
