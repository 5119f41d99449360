package io.stockledger.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ClosedLinesTest {

    private static final List<String> STATUSES = List.of("shipped", "cancelled", "expired");

    private final ClosedLines lines = new ClosedLines();

    private Map<String, ModelLine> all() {
        var all = new HashMap<String, ModelLine>();
        lines.forEach(all::put);
        return all;
    }

    @Test
    void lines_are_found_as_they_were_added_last_whatever_was_removed_between() {
        long seed = 20261129;
        var random = new Random(seed);
        var expected = new HashMap<String, ModelLine>();
        for (int i = 0; i < 50_000; i++) {
            String order = "order-é-" + random.nextInt(20_000) + "x".repeat(random.nextInt(40));
            lines.remove(order);
            expected.remove(order);
            if (random.nextInt(4) > 0) {
                long shipped = random.nextLong() >>> (1 + random.nextInt(63));
                var line = new ModelLine(0, shipped, STATUSES.get(random.nextInt(3)), null);
                lines.add(order, line);
                expected.put(order, line);
            }
        }

        assertThat(all()).as("seed %d", seed).isEqualTo(expected);
        assertThat(expected)
                .allSatisfy((order, line) -> assertThat(lines.get(order)).isEqualTo(line));
        assertThat(lines.get("another order")).isNull();
    }

    @Test
    void an_id_longer_than_a_block_is_kept() {
        String order = "o".repeat(300_000);
        lines.add("before", new ModelLine(0, 1, "shipped", null));
        lines.add(order, new ModelLine(0, 2, "expired", null));
        lines.add("after", new ModelLine(0, 3, "cancelled", null));

        assertThat(all()).containsOnlyKeys("before", order, "after");
    }

    @Test
    void an_open_line_is_refused() {
        assertThatThrownBy(() -> lines.add("order", new ModelLine(1, 0, "open", null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
