package io.stockledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.cli.services.HttpCalls;
import io.stockledger.replay.Answer.RecordedEvent;
import io.stockledger.replay.AuditTrail.TrailEvent;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class AnswersTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Differences differences =
            new Differences(new PrintStream(printed, true, StandardCharsets.UTF_8));

    private static final Answer.Recorded ACCEPTED =
            new Answer.Recorded(3, 77, List.of(new RecordedEvent("e3", "StockReceived", 3)));

    private static PlannedCommand expecting(Outcome outcome) {
        return new PlannedCommand(0, new Command.Receive("main", 1, "r"), 0, outcome);
    }

    @Test
    void an_answer_with_another_version_type_problem_status_or_member_is_a_difference() {
        Outcome received = new Outcome.Recorded("StockReceived", 3);
        assertThat(OutcomeCheck.difference("p", expecting(received), ACCEPTED)).isEmpty();
        assertThat(
                        OutcomeCheck.difference(
                                "p", expecting(new Outcome.Recorded("StockReceived", 4)), ACCEPTED))
                .isPresent();
        assertThat(
                        OutcomeCheck.difference(
                                "p", expecting(new Outcome.Recorded("StockShipped", 3)), ACCEPTED))
                .isPresent();
        Outcome refusal = new Outcome.Refused(Problem.INSUFFICIENT_STOCK, Map.of("available", 5L));
        assertThat(OutcomeCheck.difference("p", expecting(refusal), ACCEPTED)).isPresent();
        assertThat(OutcomeCheck.difference("p", expecting(refusal), refused(409, 5))).isEmpty();
        assertThat(OutcomeCheck.difference("p", expecting(refusal), refused(409, 6))).isPresent();
        assertThat(OutcomeCheck.difference("p", expecting(refusal), refused(422, 5))).isPresent();
        assertThat(OutcomeCheck.difference("p", expecting(received), refused(409, 5))).isPresent();
    }

    private static Answer refused(int status, long available) {
        return new Answer.Refused(
                status,
                "insufficient-stock",
                HttpCalls.JSON.createObjectNode().put("available", available));
    }

    @Test
    void a_journal_line_is_read_as_it_was_written_and_an_incomplete_line_is_ignored() {
        String line = Journal.line("85123A/B \"x\"", ACCEPTED);
        assertThat(Journal.entry(line))
                .contains(
                        new Journal.Entry(
                                "85123A/B \"x\"", 3, 77, List.of(new Journal.Event("e3", 3))));
        assertThat(Journal.entry(line.substring(0, line.length() - 2))).isEmpty();
        assertThat(Journal.entry("")).isEmpty();
    }

    @Test
    void an_audit_trail_with_a_gap_or_without_an_acknowledged_event_is_a_difference() {
        List<Journal.Entry> acknowledged =
                List.of(new Journal.Entry("p", 2, 20, List.of(new Journal.Event("b", 2))));
        TrailEvent first = new TrailEvent("a", "ProductRegistered", 1, 10);
        TrailEvent second = new TrailEvent("b", "StockReceived", 2, 20);
        JournalCheck.compare("p", acknowledged, List.of(first, second), differences);
        assertThat(differences.count()).isZero();

        JournalCheck.compare("p", acknowledged, List.of(first), differences);
        JournalCheck.compare("p", acknowledged, List.of(second), differences);
        JournalCheck.compare(
                "p",
                acknowledged,
                List.of(first, new TrailEvent("c", "StockReceived", 2, 20)),
                differences);
        JournalCheck.compare(
                "p",
                acknowledged,
                List.of(first, new TrailEvent("b", "StockReceived", 2, 21)),
                differences);
        assertThat(differences.count()).isEqualTo(4);
    }

    @Test
    void the_first_twenty_differences_are_printed_and_the_others_are_counted() {
        for (int number = 1; number <= 25; number++) {
            differences.add("number " + number);
        }
        differences.printRest();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("number 20")
                .doesNotContain("number 21")
                .contains("5 more differences");
    }

    @Test
    void products_are_compared_field_by_field_without_empty_warehouses() {
        StockView view = new StockView("p", "n", "s", 5, 3, 2, 0, Map.of("main", 5L), Map.of(), 9);
        StockView other =
                StockView.of(
                        HttpCalls.JSON.readTree(
                                """
                                {"productId": "p", "name": "n", "sku": "s", "totalStock": 5,
                                 "availableStock": 3, "reservedStock": 2, "shortfall": 0,
                                 "warehouses": [
                                    {"warehouseId": "main", "quantity": 5, "blocked": 0},
                                    {"warehouseId": "w2", "quantity": 0, "blocked": 0}],
                                 "version": 9, "updatedAt": "2011-01-01T00:00:00Z"}
                                """));
        assertThat(view.differences(other)).isEmpty();
        StockView wrong =
                new StockView("q", "m", "t", 6, 4, 1, 1, Map.of("main", 6L), Map.of("main", 1L), 8);
        assertThat(view.differences(wrong)).hasSize(10);
    }
}
