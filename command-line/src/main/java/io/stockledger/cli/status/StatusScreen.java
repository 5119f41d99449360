package io.stockledger.cli.status;

import io.stockledger.cli.output.CellText;
import io.stockledger.cli.output.Color;
import io.stockledger.cli.output.Column;
import io.stockledger.cli.output.Output;
import io.stockledger.cli.output.Terminal;
import io.stockledger.cli.output.TextTable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a status as one screen, as JSON or as one row of CSV. */
public final class StatusScreen {

    private static final List<Column> INSTANCES =
            List.of(
                    Column.text("service", "SERVICE"),
                    Column.text("url", "ADDRESS"),
                    Column.text("state", "STATE"),
                    Column.text("relay", "RELAY"),
                    Column.number("queuedCommands", "QUEUED"));

    private static final List<Column> PROJECTIONS =
            List.of(
                    Column.text("name", "READ MODEL"),
                    Column.text("replica", "REPLICA"),
                    Column.number("generation", "GENERATION"),
                    Column.text("status", "STATUS"),
                    Column.number("position", "POSITION"),
                    Column.number("lagEvents", "LAG EVENTS"),
                    Column.number("lagMs", "LAG MS"),
                    Column.number("heldProducts", "HELD"));

    private static final List<Column> HELD =
            List.of(
                    Column.text("productId", "HELD PRODUCT"),
                    Column.text("projection", "READ MODEL"),
                    Column.text("since", "SINCE"),
                    Column.text("reason", "REASON"));

    private static final List<Column> GENERATIONS =
            List.of(
                    Column.text("projection", "OTHER GENERATIONS OF"),
                    Column.number("generation", "GENERATION"),
                    Column.text("state", "STATE"),
                    Column.number("eventsDone", "EVENTS DONE"),
                    Column.number("eventsTotal", "OF"),
                    Column.number("secondsLeft", "SECONDS LEFT"));

    /** The main figures, one row for each reading. */
    private static final List<Column> CSV =
            List.of(
                    Column.of("at"),
                    Column.of("healthy"),
                    Column.of("firstProblem"),
                    Column.of("commandsPerSecond"),
                    Column.of("eventsPerSecond"),
                    Column.of("readsPerSecond"),
                    Column.of("queuedCommands"),
                    Column.of("headPosition"),
                    Column.of("publishedPosition"),
                    Column.of("lagEventsMax"),
                    Column.of("lagMsMax"),
                    Column.of("heldProducts"),
                    Column.of("deadLetters"),
                    Column.of("differences"));

    private final Terminal terminal;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private StatusScreen(Terminal terminal, int width) {
        this.terminal = terminal;
        this.width = width;
    }

    /** Prints the status in the format of the output; JSON as several lines. */
    public static void print(JsonNode status, Output output) {
        switch (output.format()) {
            case JSON -> output.document(status);
            case CSV -> output.csv(CSV, List.of(figures(status)));
            case TABLE ->
                    lines(status, output.terminal(), output.terminal().size().columns())
                            .forEach(output::painted);
        }
    }

    /**
     * Returns the lines of the screen.
     *
     * @param width the width at which lines are cut, in characters
     */
    public static List<String> lines(JsonNode status, Terminal terminal, int width) {
        var screen = new StatusScreen(terminal, width);
        screen.addAll(status);
        return screen.lines;
    }

    private void addAll(JsonNode status) {
        addHealth(status);
        section(INSTANCES, instances(status));
        line("");
        addLog(status.path("log"));
        line(
                "rates         %s commands/s, %s events/s, %s reads/s"
                        .formatted(
                                rate(status, "commandsPerSecond"),
                                rate(status, "eventsPerSecond"),
                                rate(status, "readsPerSecond")));
        if (status.has("deadLetters")) {
            line("dead letters  " + status.path("deadLetters"));
        }
        for (JsonNode verification : status.path("verification")) {
            line(
                    "verification  %s products, %s differences, last round %s, at %s"
                            .formatted(
                                    verification.path("verifiedProducts"),
                                    verification.path("differences"),
                                    seconds(verification.path("lastRoundAt")),
                                    verification.path("replica").asString("")));
        }
        section(PROJECTIONS, list(status.path("projections")));
        section(HELD, list(status.path("heldProducts")));
        section(GENERATIONS, list(status.path("generations")));
        if (!status.path("notShown").isEmpty()) {
            line("");
        }
        for (JsonNode text : status.path("notShown")) {
            line("not shown: " + CellText.of(text));
        }
    }

    private static String seconds(JsonNode instant) {
        return instant.isString()
                ? Instant.parse(instant.stringValue()).truncatedTo(ChronoUnit.SECONDS).toString()
                : "not complete";
    }

    private void addHealth(JsonNode status) {
        JsonNode problems = status.path("problems");
        String at = " at " + status.path("at").asString("");
        switch (problems.size()) {
            case 0 -> painted(Color.GREEN, "healthy", at);
            case 1 -> painted(Color.RED, "1 problem", at + ": " + CellText.of(problems.path(0)));
            default -> {
                painted(
                        Color.RED,
                        problems.size() + " problems",
                        at + ": " + CellText.of(problems.path(0)));
                problems.valueStream().skip(1).forEach(text -> line("  " + CellText.of(text)));
            }
        }
    }

    private void addLog(JsonNode log) {
        if (log.isMissingNode()) {
            line("log           unknown, because no heartbeat of the relay has arrived");
            return;
        }
        line(
                ("log           head %s, published %s, epoch %s; term %s of the relay, heartbeat %s"
                                + " ms ago")
                        .formatted(
                                log.path("headPosition"),
                                log.path("publishedPosition"),
                                log.path("epochNumber"),
                                log.path("term"),
                                log.path("ageMs")));
    }

    private void line(String text) {
        lines.add(CellText.cut(text, width));
    }

    private void painted(Color color, String first, String rest) {
        String cut = CellText.cut(first + rest, Math.max(width, first.length()));
        lines.add(terminal.paint(color, first) + cut.substring(first.length()));
    }

    private void section(List<Column> columns, List<? extends JsonNode> rows) {
        if (!rows.isEmpty()) {
            line("");
            List<String> table = TextTable.lines(columns, rows, width);
            lines.add(terminal.paint(Color.BOLD, table.getFirst()));
            lines.addAll(table.subList(1, table.size()));
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }

    private static String rate(JsonNode status, String name) {
        JsonNode rate = status.path(name);
        return rate.isNumber() ? String.format(Locale.ROOT, "%.1f", rate.doubleValue()) : "unknown";
    }

    private static List<ObjectNode> instances(JsonNode status) {
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode each : status.path("commandServices")) {
            ObjectNode row = ((ObjectNode) each).deepCopy().put("service", "command");
            if (each.has("leadsRelay")) {
                row.put("relay", each.path("leadsRelay").asBoolean(false) ? "leads" : "stands by");
            }
            rows.add(row);
        }
        for (JsonNode each : status.path("queryServices")) {
            rows.add(((ObjectNode) each).deepCopy().put("service", "query"));
        }
        return rows;
    }

    /** Returns the row of CSV. */
    static ObjectNode figures(JsonNode status) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        for (String field :
                new String[] {
                    "at",
                    "healthy",
                    "commandsPerSecond",
                    "eventsPerSecond",
                    "readsPerSecond",
                    "queuedCommands",
                    "deadLetters"
                }) {
            row.set(field, status.path(field));
        }
        row.set("firstProblem", status.path("problems").path(0));
        row.set("headPosition", status.path("log").path("headPosition"));
        row.set("publishedPosition", status.path("log").path("publishedPosition"));
        row.put("lagEventsMax", greatest(status.path("projections"), "lagEvents"));
        row.put("lagMsMax", greatest(status.path("projections"), "lagMs"));
        row.put("heldProducts", greatest(status.path("projections"), "heldProducts"));
        row.put("differences", greatest(status.path("verification"), "differences"));
        return row;
    }

    private static long greatest(JsonNode rows, String field) {
        return rows.valueStream().mapToLong(row -> row.path(field).asLong(0)).max().orElse(0);
    }
}
