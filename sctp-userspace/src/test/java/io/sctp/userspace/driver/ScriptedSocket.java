package io.sctp.userspace.driver;

import io.sctp.engine.EnginePair;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.util.function.Consumer;

/** A socket that receives what is in the batch already, and hands what is sent to the test. */
record ScriptedSocket(int slots, Consumer<DatagramBatch> sent) implements UdpSocket {
    @Override
    public int localPort() {
        return EnginePair.UDP_PORT;
    }

    @Override
    public String describe() {
        return "scripted";
    }

    @Override
    public int receive(final DatagramBatch batch) {
        return slots;
    }

    @Override
    public void prepareToSend(final DatagramBatch batch) {
        // Nothing to prepare.
    }

    @Override
    public boolean send(final DatagramBatch batch) {
        sent.accept(batch);
        return true;
    }

    @Override
    public void await(final boolean alsoForRoom, final int timeoutMillis) {
        // There is always something.
    }

    @Override
    public void wakeup() {
        // Nobody waits.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
