package io.stockledger.benchmarks.writerloop;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** The figures for people and for programs; the first measurement is the baseline of the others. */
record WriterLoopReport(String durability, List<Measurement> measured) {

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Measured on %s, %s, JDK %s; ".formatted(today(), machine(), Runtime.version()))
                .append(durability)
                .append(
                        """
                        .

                        | load | operations/s | p50 | p99 | against the baseline |
                        |---|---|---|---|---|
                        """);
        for (Measurement m : measured) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %,.0f | %.2f ms | %.2f ms | %.1f x |%n",
                            m.name(),
                            m.perSecond(),
                            m.p50Ms(),
                            m.p99Ms(),
                            ratio(m)));
        }
        return text.toString();
    }

    String json() {
        ObjectNode report = JsonMapper.shared().createObjectNode();
        report.put("date", today());
        report.put("machine", machine());
        report.put("jdk", Runtime.version().toString());
        report.put("durability", durability);
        var loads = report.putArray("loads");
        for (Measurement m : measured) {
            ObjectNode load = loads.addObject();
            load.put("name", m.name());
            load.put("operations", m.operations());
            load.put("seconds", m.seconds());
            load.put("perSecond", m.perSecond());
            load.put("p50Ms", m.p50Ms());
            load.put("p99Ms", m.p99Ms());
            load.put("againstBaseline", ratio(m));
        }
        return report.toPrettyString() + "\n";
    }

    private double ratio(Measurement m) {
        return m.perSecond() / measured.getFirst().perSecond();
    }

    private static String today() {
        return LocalDate.now(ZoneOffset.UTC).toString();
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores";
    }
}
