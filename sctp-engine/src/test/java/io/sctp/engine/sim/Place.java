package io.sctp.engine.sim;

import io.sctp.engine.config.IpAddress;

/** Where packets come from, or go to. */
record Place(IpAddress address, int udpPort) {}
