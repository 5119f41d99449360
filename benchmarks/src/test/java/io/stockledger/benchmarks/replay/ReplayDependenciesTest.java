package io.stockledger.benchmarks.replay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Test;

/** Think hard before changing this: an expectation that shares code shares its mistakes. */
class ReplayDependenciesTest {

    private static final JavaClasses REPLAY =
            new ClassFileImporter().importPackages("io.stockledger.benchmarks.replay");

    @Test
    void the_replay_uses_no_code_of_the_system_that_it_judges() {
        noClasses()
                .that()
                .resideInAPackage("io.stockledger.benchmarks.replay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.stockledger.events..",
                        "io.stockledger.http..",
                        "io.stockledger.command..",
                        "io.stockledger.query..",
                        "io.stockledger.localstack..",
                        "org.springframework..")
                .check(REPLAY);
    }
}
