package io.stockledger.benchmarks.overhttp;

import io.stockledger.command.app.CommandServiceApplication;

import org.springframework.boot.SpringApplication;

/** The command service as it is, with the baselines' endpoints beside its own. */
final class MeasuredService {

    private MeasuredService() {}

    public static void main(String[] arguments) {
        new SpringApplication(CommandServiceApplication.class, BaselineEndpoints.class)
                .run(arguments);
    }
}
