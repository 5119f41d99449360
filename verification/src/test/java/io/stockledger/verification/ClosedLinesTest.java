package io.stockledger.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class ClosedLinesTest {

    private static final List<String> ENDS =
            List.of("shipped", "cancelled", "expired", "reassigned");

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
                String end = ENDS.get(random.nextInt(4));
                ModelLine line =
                        ModelLine.closed(
                                random.nextLong() >>> (1 + random.nextInt(63)),
                                random.nextLong() >>> (1 + random.nextInt(63)),
                                end,
                                end.equals("reassigned") ? "to-é-" + random.nextInt(20) : null);
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
        lines.add("before", ModelLine.closed(1, 0, "shipped", null));
        lines.add(order, ModelLine.closed(2, 1, "reassigned", order));
        lines.add("after", ModelLine.closed(3, 0, "cancelled", null));

        assertThat(all())
                .containsOnlyKeys("before", order, "after")
                .containsEntry(order, ModelLine.closed(2, 1, "reassigned", order));
    }

    @Test
    void an_open_line_and_one_that_names_another_order_without_reason_are_refused() {
        ModelLine open = ModelLine.none().opened(1, null, null, 1);

        assertThatThrownBy(() -> lines.add("order", open))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lines.add("order", ModelLine.closed(0, 0, "expired", "other")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lines.add("order", ModelLine.closed(0, 0, "reassigned", null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
