package io.stockledger.system.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

/**
 * A short run of every attack with a part of its connections; {@link AttackRun} is the long one.
 */
class AttacksIT {

    private static final int PRODUCTS = 1_000;
    private static final double SCALE = 0.1;
    private static final Duration DURATION = Duration.ofSeconds(2);

    private static AttackedSystem system;
    private static OtherClients others;

    @BeforeAll
    static void start() {
        system = AttackedSystem.start(PRODUCTS);
        others = new OtherClients(system);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @EnumSource
    void other_clients_are_served_during(Attack attack) {
        try (Attacker attacker = Attacker.begin(attack, system, SCALE)) {
            ClientFigures figures = others.call(DURATION);

            assertThat(figures.failures()).as("attacker: %s", attacker.answers()).isEmpty();
            assertThat(figures.calls()).isPositive();
        }
        assertThat(system.hasSurvived()).isTrue();
    }
}
