package io.stockledger.benchmarks.overhttp;

import io.stockledger.query.app.QueryServiceApplication;

import org.springframework.boot.SpringApplication;

/** The query service as it is, with the baselines' endpoints beside its own. */
final class MeasuredQueryService {

    private MeasuredQueryService() {}

    public static void main(String[] arguments) {
        new SpringApplication(QueryServiceApplication.class, ReadBaselines.class).run(arguments);
    }
}
