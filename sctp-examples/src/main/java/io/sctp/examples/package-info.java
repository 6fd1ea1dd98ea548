/**
 * Small programs that show how the library is used: each is whole in one file, and serves or asks according to its
 * first argument.
 */
package io.sctp.examples;
