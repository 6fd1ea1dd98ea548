import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import com.sun.nio.sctp.SctpServerChannel;

/**
 * Messages to and fro over one association of the JDK's own SCTP; prints the nanoseconds a round trip took, warmed up.
 */
public class Work {
    private static final int WARM_UP = 10_000;
    private static final int MEASURED = 5_000;

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SctpServerChannel server = SctpServerChannel.open().bind(any);
        SctpChannel client = SctpChannel.open(server.getAllLocalAddresses().iterator().next(), 0, 0);
        SctpChannel peer = server.accept();
        roundTrips(client, peer, WARM_UP);
        long start = System.nanoTime();
        roundTrips(client, peer, MEASURED);
        System.out.println((System.nanoTime() - start) / MEASURED);
        client.close();
        peer.close();
        server.close();
    }

    private static void roundTrips(SctpChannel one, SctpChannel other, int count) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocateDirect(100);
        MessageInfo info = MessageInfo.createOutgoing(null, 0);
        for (int i = 0; i < count; i++) {
            pass(one, other, buffer, info);
            pass(other, one, buffer, info);
        }
    }

    private static void pass(SctpChannel from, SctpChannel to, ByteBuffer buffer, MessageInfo info) throws Exception {
        buffer.clear();
        from.send(buffer, info);
        buffer.clear();
        to.receive(buffer, null, null);
    }
}
