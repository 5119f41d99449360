package io.stockledger.query.movements;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class MovementStatementTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):(\\w+)");

    @Test
    void a_statement_binds_exactly_the_parameters_in_its_text() {
        for (MovementFilter filter :
                List.of(
                        new MovementFilter(null, null, null, null, null, null),
                        new MovementFilter("p", "w", "o", "StockShipped", FROM, TO),
                        new MovementFilter(null, "w", null, null, FROM, null),
                        new MovementFilter(null, null, "o", null, null, TO))) {
            MovementStatement page = MovementStatement.page(filter, 5, 100, 51);
            Set<String> names = new TreeSet<>();
            Matcher parameters = PARAMETER.matcher(page.sql());
            while (parameters.find()) {
                names.add(parameters.group(1));
            }
            assertThat(page.sql()).doesNotContain("{", "}");
            assertThat(page.parameters().keySet()).as(page.sql()).isEqualTo(names);
        }
    }

    @Test
    void an_order_and_a_warehouse_are_searched_in_both_of_their_columns() {
        assertThat(sql(new MovementFilter(null, null, "o", null, null, null)))
                .contains("(m.order_id, m.position)", "UNION ALL", "(m.to_order_id, m.position)");
        assertThat(sql(new MovementFilter(null, "w", null, null, null, null)))
                .contains(
                        "(m.warehouse_id, m.position)",
                        "UNION ALL",
                        "(m.to_warehouse_id, m.position)");
    }

    @Test
    void a_statement_without_a_period_does_not_read_the_times_of_blocks() {
        assertThat(sql(new MovementFilter("p", "w", "o", "StockShipped", null, null)))
                .doesNotContain("movement_blocks");
    }

    private static String sql(MovementFilter filter) {
        return MovementStatement.page(filter, 0, 100, 51).sql();
    }
}
