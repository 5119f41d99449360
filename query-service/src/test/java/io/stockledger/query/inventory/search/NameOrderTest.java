package io.stockledger.query.inventory.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

class NameOrderTest {

    private static final Comparator<String> BY_KEY =
            Comparator.comparing(NameOrder::key, Arrays::compareUnsigned);

    @Test
    void names_are_in_the_order_of_a_dictionary() {
        List<String> names =
                List.of(
                        "(spare) lid",
                        "10 cups",
                        "Äpfel",
                        "apple",
                        "Apple",
                        "Banana",
                        "éclair",
                        "Eclipse",
                        "ñandú",
                        "østers",
                        "Ostrich",
                        "Zebra",
                        "Ωmega",
                        "Ёлка",
                        "日本");
        var sorted = new ArrayList<>(names);
        Collections.shuffle(sorted, new Random(1));
        sorted.sort(BY_KEY);
        assertThat(sorted).isEqualTo(names);
    }

    @Test
    void composed_and_decomposed_names_have_the_same_key() {
        assertThat(NameOrder.key("cre\u0300me")).isEqualTo(NameOrder.key("crème"));
        assertThat(NameOrder.key("e\u0302\u0323")).isEqualTo(NameOrder.key("ệ"));
    }

    @Test
    void a_long_name_is_sorted_by_its_beginning() {
        assertThat(NameOrder.beginning("🎁".repeat(200))).isEqualTo("🎁".repeat(128));
        assertThat(NameOrder.beginning("Short")).isEqualTo("Short");
        assertThat(NameOrder.key("x".repeat(200))).isEqualTo(NameOrder.key("x".repeat(128)));
    }

    /** A row of an index has room for 2,704 bytes. */
    @Test
    void a_key_has_at_most_1024_bytes() {
        assertThat(NameOrder.key("ﷺ".repeat(128))).hasSize(1_024);
    }
}
