/** The nightly job: a matrix of loads on several kernels, compared with a stored baseline. */
package io.sctp.bench.nightly;
