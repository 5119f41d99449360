package io.stockledger.http;

import io.stockledger.transport.Peer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import java.sql.SQLException;

/** Names the database that cannot be used at the start, and the setting to check. */
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
        String refusal = peer().explain(cause);
        if (refusal != null) {
            return new FailureAnalysis(
                    "cannot connect to Postgres at " + url() + ": " + refusal, null, cause);
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
                ? analysis(cause, "the database does not exist", "SPRING_DATASOURCE_URL")
                : null;
    }

    private FailureAnalysis analysis(SQLException cause, String problem, String settings) {
        return new FailureAnalysis(
                problem + " at " + url() + ": " + cause.getMessage() + ";",
                "check " + settings,
                cause);
    }

    private Peer peer() {
        return Peer.postgres(
                "the database",
                environment.getProperty("spring.datasource.url", ""),
                "the parameter sslrootcert of SPRING_DATASOURCE_URL");
    }

    /** The URL without its parameters, which may contain a password. */
    private String url() {
        String url = environment.getProperty("spring.datasource.url", "an unset URL");
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
