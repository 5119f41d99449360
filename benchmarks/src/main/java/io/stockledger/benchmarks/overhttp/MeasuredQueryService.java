package io.stockledger.benchmarks.overhttp;

import io.stockledger.query.app.QueryServiceApplication;

import org.springframework.boot.SpringApplication;

/** The unchanged query service, with the endpoints of the baselines. */
final class MeasuredQueryService {

    private MeasuredQueryService() {}

    public static void main(String[] arguments) {
        new SpringApplication(QueryServiceApplication.class, ReadBaselines.class).run(arguments);
    }
}
