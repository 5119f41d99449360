package io.stockledger.benchmarks.overhttp;

import io.stockledger.command.app.CommandServiceApplication;

import org.springframework.boot.SpringApplication;

/** The unchanged command service, with the endpoints of the baselines. */
final class MeasuredCommandService {

    private MeasuredCommandService() {}

    public static void main(String[] arguments) {
        new SpringApplication(CommandServiceApplication.class, BaselineEndpoints.class)
                .run(arguments);
    }
}
