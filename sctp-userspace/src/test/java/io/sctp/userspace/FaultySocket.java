package io.sctp.userspace;

import io.sctp.SctpException;
import io.sctp.udp.DatagramBatch;
import io.sctp.udp.UdpSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A real socket whose calls throw what a test wants, so many times. */
public final class FaultySocket implements UdpSocket {
    public enum Call {
        RECEIVE,
        SEND,
        AWAIT
    }

    private record Fault(Throwable thrown, int times) {}

    private final UdpSocket real;
    private final Map<Call, Fault> faults = new ConcurrentHashMap<>();

    public FaultySocket(final UdpSocket real) {
        this.real = real;
    }

    public void fail(final Call call, final Throwable thrown, final int times) {
        faults.put(call, new Fault(thrown, times));
        real.wakeup();
    }

    public boolean hasFaults() {
        return !faults.isEmpty();
    }

    private void check(final Call call) throws SctpException {
        final Fault fault = faults.get(call);
        if (fault == null) {
            return;
        }
        if (fault.times() == 1) {
            faults.remove(call);
        } else {
            faults.put(call, new Fault(fault.thrown(), fault.times() - 1));
        }
        if (fault.thrown() instanceof Error error) {
            throw error;
        }
        if (fault.thrown() instanceof RuntimeException exception) {
            throw exception;
        }
        throw (SctpException) fault.thrown();
    }

    @Override
    public int localPort() {
        return real.localPort();
    }

    @Override
    public String describe() {
        return real.describe();
    }

    @Override
    public int receive(final DatagramBatch batch) throws SctpException {
        check(Call.RECEIVE);
        return real.receive(batch);
    }

    @Override
    public void prepareToSend(final DatagramBatch batch) {
        real.prepareToSend(batch);
    }

    @Override
    public boolean send(final DatagramBatch batch) throws SctpException {
        check(Call.SEND);
        return real.send(batch);
    }

    @Override
    public void await(final boolean alsoForRoom, final int timeoutMillis) throws SctpException {
        check(Call.AWAIT);
        real.await(alsoForRoom, timeoutMillis);
    }

    @Override
    public void wakeup() {
        real.wakeup();
    }

    @Override
    public void close() {
        real.close();
    }
}
