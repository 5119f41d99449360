package io.stockledger.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/**
 * Think hard before changing this: which package may know which is what keeps the rules of the
 * domain free of the database, the database free of HTTP, and each part readable by itself.
 */
class ArchitectureTest {

    private static final String ROOT = "io.stockledger.command";
    private static final String DOMAIN = ROOT + ".domain..";
    private static final String EVENT_STORE = ROOT + ".eventstore..";
    private static final String PROCESSING = ROOT + ".processing..";
    private static final String PUBLISHING = ROOT + ".publishing..";
    private static final String HTTP = ROOT + ".http..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void the_rules_are_about_classes_that_are_there() {
        for (String each : new String[] {DOMAIN, EVENT_STORE, PROCESSING, PUBLISHING, HTTP}) {
            assertThat(CLASSES.that(resideInAPackage(each))).isNotEmpty();
        }
    }

    @Test
    void the_domain_knows_the_events_and_the_jdk_and_nothing_else() {
        classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(DOMAIN, "io.stockledger.events..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void the_domain_has_no_clock_no_chance_and_no_input_or_output() {
        noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.Clock|java\\.util\\.(Random|UUID)")
                .orShould()
                .callMethod("java.time.Instant", "now")
                .check(CLASSES);
    }

    @Test
    void the_event_store_knows_neither_the_loop_nor_the_relay_nor_http() {
        noClasses()
                .that()
                .resideInAPackage(EVENT_STORE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PROCESSING, PUBLISHING, HTTP))
                .check(CLASSES);
    }

    @Test
    void the_relay_knows_neither_the_domain_nor_the_loop_nor_http() {
        noClasses()
                .that()
                .resideInAPackage(PUBLISHING)
                .should()
                .dependOnClassesThat(resideInAnyPackage(DOMAIN, PROCESSING, HTTP))
                .check(CLASSES);
    }

    @Test
    void the_loop_knows_neither_the_relay_nor_http() {
        noClasses()
                .that()
                .resideInAPackage(PROCESSING)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PUBLISHING, HTTP))
                .orShould()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.servlet..", "org.springframework.web.."))
                .check(CLASSES);
    }

    @Test
    void only_the_place_where_the_service_is_put_together_knows_http() {
        noClasses()
                .that()
                .resideInAnyPackage(DOMAIN, EVENT_STORE, PROCESSING, PUBLISHING)
                .should()
                .dependOnClassesThat(resideInAPackage(HTTP))
                .orShould()
                .dependOnClassesThat(resideInAPackage("io.stockledger.http.."))
                .check(CLASSES);
    }

    @Test
    void no_part_knows_the_place_where_it_is_put_together() {
        noClasses()
                .that()
                .resideInAnyPackage(DOMAIN, EVENT_STORE, PROCESSING, PUBLISHING, HTTP)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT))
                .check(CLASSES);
    }

    @Test
    void the_parts_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
