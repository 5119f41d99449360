package io.stockledger.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

class PortsIT {

    private static final int OUTGOING_MIN = 32_768;

    @Test
    void a_chosen_port_is_never_a_port_of_outgoing_connections() {
        // More calls than there are ports, so that the choice starts again at the first one.
        assertThat(
                        IntStream.range(0, Ports.CHOSEN_MAX - Ports.CHOSEN_MIN + 2)
                                .map(_ -> Ports.free()))
                .allMatch(port -> port >= Ports.CHOSEN_MIN && port < OUTGOING_MIN);
    }

    @Test
    void a_thousand_consecutive_choices_are_different_ports() {
        assertThat(IntStream.range(0, 1000).map(_ -> Ports.free()).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void consecutive_ports_skip_a_port_in_use() throws IOException {
        int next;
        do {
            int seen = Ports.free();
            next = seen + 3 <= Ports.CHOSEN_MAX ? seen + 2 : Ports.CHOSEN_MIN + 1;
            // Another program may listen there.
        } while (!Ports.isFree(next));
        try (ServerSocket taken =
                new ServerSocket(next, 1, InetAddress.ofLiteral(Ports.LOOPBACK))) {
            int first = Ports.firstOfFree(3);
            assertThat(IntStream.range(first, first + 3))
                    .doesNotContain(taken.getLocalPort())
                    .allMatch(Ports::isFree);
        }
    }
}
