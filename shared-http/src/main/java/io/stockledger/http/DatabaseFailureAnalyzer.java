package io.stockledger.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import java.sql.SQLException;

/** Says which database could not be used at the start, and which setting to look at. */
public final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    private final Environment environment;

    public DatabaseFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = cause.getSQLState();
        if (state == null) {
            return null;
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return analysis(cause, "cannot reach Postgres", "SPRING_DATASOURCE_URL");
        }
        if (state.startsWith("28")) {
            return analysis(
                    cause,
                    "Postgres refuses the login",
                    "SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
        }
        return state.equals("3D000")
                ? analysis(cause, "there is no such database", "SPRING_DATASOURCE_URL")
                : null;
    }

    private FailureAnalysis analysis(SQLException cause, String what, String settings) {
        return new FailureAnalysis(
                what + " at " + url() + ": " + cause.getMessage() + ";",
                "check " + settings,
                cause);
    }

    /** Without its parameters, which may hold a password. */
    private String url() {
        String url = environment.getProperty("spring.datasource.url", "an unset URL");
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
