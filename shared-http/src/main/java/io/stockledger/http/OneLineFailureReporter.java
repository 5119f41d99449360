package io.stockledger.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.util.StringUtils;

/** Tells why the service cannot start, and the cure, in one line. */
public final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OneLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String cure = analysis.getAction();
        LOG.error(
                "Cannot start: {}{}",
                oneLine(analysis.getDescription()),
                StringUtils.hasText(cure) ? " " + oneLine(cure) : "");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
