package io.stockledger.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.util.StringUtils;

/** Logs in one line why the service cannot start, and the remedy. */
public final class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger LOG = LoggerFactory.getLogger(OneLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String remedy = analysis.getAction();
        LOG.error(
                "Cannot start: {}{}",
                oneLine(analysis.getDescription()),
                StringUtils.hasText(remedy) ? " " + oneLine(remedy) : "");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
