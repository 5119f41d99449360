package io.stockledger.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/**
 * Think hard before changing this. Both services and all later readers use the format, so it must
 * not depend on a framework.
 */
class DependenciesTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.stockledger.events");

    @Test
    void the_events_depend_only_on_the_jdk_jspecify_and_jackson() {
        classes()
                .that()
                .resideInAPackage("io.stockledger.events..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.stockledger.events..",
                        "java..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..")
                .check(CLASSES);
    }
}
