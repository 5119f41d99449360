package io.stockledger.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the setting of access that stops the start. */
public final class InsecureSettingsFailureAnalyzer
        extends AbstractFailureAnalyzer<InsecureSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InsecureSettingsException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
