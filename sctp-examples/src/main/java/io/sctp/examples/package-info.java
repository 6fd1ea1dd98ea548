/**
 * Small programs that show how the library is used. Each is one file, and is a server or a client depending on its
 * first argument.
 */
package io.sctp.examples;
