/** The receiving half of an association: TSN tracking, reassembly, stream order, and when to acknowledge. */
package io.sctp.engine.receive;
