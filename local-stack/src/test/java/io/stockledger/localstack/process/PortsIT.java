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
    void a_chosen_port_is_none_that_the_system_gives_to_outgoing_connections() {
        // More than there are, so that the choice goes round.
        assertThat(
                        IntStream.range(0, Ports.CHOSEN_MAX - Ports.CHOSEN_MIN + 2)
                                .map(_ -> Ports.free()))
                .allMatch(port -> port >= Ports.CHOSEN_MIN && port < OUTGOING_MIN);
    }

    @Test
    void no_port_is_given_to_two_who_ask_one_after_the_other() {
        assertThat(IntStream.range(0, 1000).map(_ -> Ports.free()).boxed()).doesNotHaveDuplicates();
    }

    @Test
    void a_row_of_ports_goes_round_one_that_is_taken() throws IOException {
        int seen = Ports.free();
        int next = seen + 3 <= Ports.CHOSEN_MAX ? seen + 2 : Ports.CHOSEN_MIN + 1;
        try (ServerSocket taken =
                new ServerSocket(next, 1, InetAddress.ofLiteral(Ports.LOOPBACK))) {
            int first = Ports.firstOfFree(3);
            assertThat(IntStream.range(first, first + 3))
                    .doesNotContain(taken.getLocalPort())
                    .allMatch(Ports::isFree);
        }
    }
}
