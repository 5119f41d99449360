package io.stockledger.query;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/**
 * Think hard before changing this: these rules are what keeps a read model a folder that can be
 * added, rebuilt and taken away without touching another.
 */
class ArchitectureTest {

    private static final String ROOT = "io.stockledger.query";
    private static final String[] READ_MODELS = {
        ROOT + ".inventory..", ROOT + ".reservations..", ROOT + ".movements..", ROOT + ".alerts.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void no_package_depends_on_itself_in_a_circle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void a_read_model_knows_no_other() {
        for (String model : READ_MODELS) {
            for (String other : READ_MODELS) {
                if (!model.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(model)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(other)
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void the_intake_and_the_progress_know_no_read_model() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".intake..",
                        ROOT + ".rebuild..",
                        ROOT + ".progress..",
                        ROOT + ".http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(READ_MODELS)
                .check(CLASSES);
    }

    @Test
    void the_fold_is_pure_java() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".stock..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "org.springframework..",
                                "org.apache.kafka..",
                                "java.sql..",
                                "jakarta.."))
                .check(CLASSES);
    }

    @Test
    void a_read_model_does_not_know_where_its_events_come_from() {
        noClasses()
                .that()
                .resideInAnyPackage(READ_MODELS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void nothing_knows_how_the_service_is_put_together() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void the_query_service_knows_nothing_of_the_command_service() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.stockledger.command..")
                .check(CLASSES);
    }
}
