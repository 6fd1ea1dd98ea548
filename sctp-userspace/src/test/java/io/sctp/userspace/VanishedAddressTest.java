package io.sctp.userspace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sctp.udp.UdpIo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A host loses an address under an association: what left from there leaves from another one that the peer knows. */
class VanishedAddressTest {
    private static final String OTHER_ADDRESS = "10.77.1.3";
    private static final String OTHER_ADDRESS_6 = "fd77:1::3";
    private static final int BEFORE = 10;
    private static final int MESSAGES = 30;

    @Test
    void shouldAnswerFromAnotherAddress() throws IOException {
        run("/24", RoutedNetwork.NEAR_ADDRESS, OTHER_ADDRESS);
    }

    @Test
    void shouldAnswerFromAnotherAddressOfIpv6() throws IOException {
        run("/64", RoutedNetwork.NEAR_ADDRESS_6, OTHER_ADDRESS_6);
    }

    @SuppressWarnings("try") // the server does its part by itself
    private static void run(final String prefix, final String first, final String second) throws IOException {
        assumeTrue(UdpIo.ofProperty().isNative(), "with java.nio the system chooses the source address of packets");
        try (RoutedNetwork network = RoutedNetwork.open()) {
            network.changeNearAddresses("add " + second + prefix + (prefix.equals("/64") ? " nodad" : ""));
            try (RoutedPeer ignored = RoutedPeer.start(
                            network.onTheNearHost(),
                            "userspace",
                            RoutedPeer.Setup.NOTHING,
                            "listen " + first + " " + second);
                    RoutedPeer client = RoutedPeer.start(
                            network.onTheFarHost(), "userspace", RoutedPeer.Setup.NOTHING, RoutedPeer.at(first))) {
                for (int i = 0; i < MESSAGES; i++) {
                    if (i == BEFORE) {
                        network.changeNearAddresses("delete " + first + prefix);
                    }
                    client.exchange(1000 + i);
                }
            }
        }
    }
}
