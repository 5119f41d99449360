package io.stockledger.replay;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Hand-made rows of sales, and access to the parts of a plan. */
final class Rows {

    static final PlanSettings ONE_WAREHOUSE = new PlanSettings("", 1, BigDecimal.ONE, 0, 0, 0);

    private Rows() {}

    /** Reads rows given as {@code invoice,code,description,quantity,price,customer}. */
    static List<SalesLine> lines(String... rows) {
        StringBuilder csv =
                new StringBuilder(
                        "InvoiceNo,StockCode,Description,Quantity,UnitPrice,CustomerID\n");
        for (String row : rows) {
            csv.append(row).append('\n');
        }
        return SalesFile.parse(csv.toString(), Long.MAX_VALUE);
    }

    static SalesBook book(String... rows) {
        return SalesBookkeeper.book(lines(rows), true);
    }

    static ReplayPlan plan(PlanSettings settings, String... rows) {
        return ReplayPlanner.plan(book(rows), settings);
    }

    static ProductScript script(ReplayPlan plan, String productId) {
        return plan.scripts().stream()
                .filter(script -> script.productId().equals(productId))
                .findFirst()
                .orElseThrow();
    }

    static List<Command> commands(ProductScript script) {
        return script.commands().stream().map(PlannedCommand::command).toList();
    }

    static List<OrderLine> order(ReplayPlan plan, String orderId) {
        return plan.orders().getOrDefault(orderId, List.of());
    }

    /** Returns the plan as text, so that two plans can be compared as a whole. */
    static String text(ReplayPlan plan) {
        StringBuilder text = new StringBuilder();
        plan.scripts()
                .forEach(
                        script ->
                                text.append(Map.of(script.productId(), script.commands()))
                                        .append(StockView.of(script))
                                        .append('\n'));
        return text.append(plan.orders()).append(plan.notes()).toString();
    }
}
