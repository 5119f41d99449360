package io.stockledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.access.ClientSlots.Slot;
import io.stockledger.http.ProblemException;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Objects;

class ClientSlotsTest {

    private final ClientSlots slots = new ClientSlots("streams", 1);

    @Test
    void a_client_gets_no_more_slots_than_the_limit() {
        try (Slot _ = slots.take("anna")) {
            assertThatThrownBy(() -> slots.take("anna"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(429));
        }
    }

    @Test
    void a_slot_is_free_again_after_its_request_and_after_a_refusal() {
        for (int i = 0; i < 3; i++) {
            try (Slot _ = slots.take("anna")) {
                assertThatThrownBy(() -> slots.take("anna")).isInstanceOf(ProblemException.class);
            }
        }
    }

    @Test
    void an_address_gets_no_more_slots_than_the_limit_until_one_is_free() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.1");
        Slot first = Objects.requireNonNull(slots.tryTake(address));

        assertThat(slots.tryTake(address)).isNull();
        assertThat(slots.tryTake(InetAddress.ofLiteral("192.0.2.2"))).isNotNull();

        first.close();
        assertThat(slots.tryTake(address)).isNotNull();
    }

    @Test
    void addresses_of_one_network_share_their_slots_with_ipv6() {
        assertThat(slots.tryTake(InetAddress.ofLiteral("2001:db8:1:2::1"))).isNotNull();
        assertThat(slots.tryTake(InetAddress.ofLiteral("2001:db8:1:2:ffff::2"))).isNull();
        assertThat(slots.tryTake(InetAddress.ofLiteral("2001:db8:1:3::1"))).isNotNull();
    }

    @Test
    void clients_do_not_share_their_slots() {
        try (Slot _ = slots.take("anna");
                Slot other = slots.take("bert")) {
            assertThat(other).isNotNull();
        }
    }
}
