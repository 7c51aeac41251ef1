package io.corebus.node;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortTest {
    @Test
    void aBusPortInUse_isToldWithItsNumberAndItsSetting() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port("cluster", "bus-port", "127.0.0.1", other.getLocalPort());

            assertThatThrownBy(port::check)
                    .isInstanceOf(StartFailure.class)
                    .hasMessage(
                            "Port " + other.getLocalPort() + " on 127.0.0.1 is in use. Stop the program that uses it,"
                                    + " or choose another port with --cluster-bus-port or COREBUS_CLUSTER_BUS_PORT.");
        }
    }
}
