/** Runs the same load on several kernels, boot after boot, and compares the results. */
package io.sctp.bench.kernels;
