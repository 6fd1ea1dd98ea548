package io.sctp.engine.association;

import io.sctp.engine.packet.ParameterType;

/** What an end can ask of its peer for one of its own addresses (RFC 5061 section 4.2). */
public enum AddressChange {
    ADD(ParameterType.ADD_IP_ADDRESS),
    REMOVE(ParameterType.DELETE_IP_ADDRESS),
    /** The peer is to send to this one while it can. */
    MAKE_PRIMARY(ParameterType.SET_PRIMARY_ADDRESS);

    final int parameterType;

    AddressChange(final int parameterType) {
        this.parameterType = parameterType;
    }
}
