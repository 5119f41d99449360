package io.stockledger.command;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Think hard before changing this. These dependencies keep the rules of the domain free of the
 * database, the database free of HTTP, and each package readable on its own.
 */
class ArchitectureTest {

    private static final String ROOT = "io.stockledger.command";
    private static final String APP = ROOT + ".app..";
    private static final String DOMAIN = ROOT + ".domain..";
    private static final String EVENT_STORE = ROOT + ".eventstore..";
    private static final String WRITER = ROOT + ".writer..";
    private static final String EXPIRY = ROOT + ".expiry..";
    private static final String RELAY = ROOT + ".relay..";
    private static final String HTTP = ROOT + ".http..";
    private static final String BULK = ROOT + ".http.bulk..";
    private static final String SHARED_HTTP = "io.stockledger.http..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @ParameterizedTest
    @ValueSource(strings = {APP, DOMAIN, EVENT_STORE, WRITER, EXPIRY, RELAY, HTTP, BULK})
    void every_package_in_these_rules_has_classes(String name) {
        assertThat(CLASSES.that(resideInAPackage(name))).isNotEmpty();
    }

    @Test
    void the_domain_depends_only_on_the_events_and_the_jdk() {
        classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(DOMAIN, "io.stockledger.events..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void the_domain_uses_no_clock_no_random_numbers_and_no_input_or_output() {
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
    void the_event_store_does_not_depend_on_the_writer_the_expiry_the_relay_or_http() {
        assertNoDependency(EVENT_STORE, WRITER, EXPIRY, RELAY, HTTP, SHARED_HTTP);
    }

    @Test
    void the_writer_does_not_depend_on_the_expiry_the_relay_or_http() {
        assertNoDependency(WRITER, EXPIRY, RELAY, HTTP, SHARED_HTTP, "jakarta.servlet..");
        assertNoDependency(WRITER, "org.springframework.web..");
    }

    @Test
    void the_expiry_does_not_depend_on_the_relay_or_http() {
        assertNoDependency(EXPIRY, RELAY, HTTP, SHARED_HTTP);
    }

    @Test
    void the_relay_depends_on_no_other_package_than_the_event_store() {
        assertNoDependency(RELAY, DOMAIN, WRITER, EXPIRY, HTTP, SHARED_HTTP);
    }

    @Test
    void http_does_not_depend_on_the_expiry_or_the_relay() {
        assertNoDependency(HTTP, EXPIRY, RELAY);
    }

    @Test
    void bulk_requests_reach_the_event_store_only_through_the_command_exchange() {
        assertNoDependency(BULK, EVENT_STORE);
    }

    @Test
    void no_package_depends_on_the_package_that_assembles_the_service() {
        for (String name : new String[] {DOMAIN, EVENT_STORE, WRITER, EXPIRY, RELAY, HTTP}) {
            assertNoDependency(name, APP);
        }
    }

    @Test
    void the_packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_classes_of_the_writer_have_no_cycles() {
        slices().assignedFrom(new WriterClasses()).should().beFreeOfCycles().check(CLASSES);
    }

    private static void assertNoDependency(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAnyPackage(to))
                .check(CLASSES);
    }

    /** Makes a slice of every file of the writer: a class with its nested classes. */
    private static final class WriterClasses implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (!resideInAPackage(WRITER).test(type)) {
                return SliceIdentifier.ignore();
            }
            String name = type.getName();
            int nested = name.indexOf('$');
            return SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested));
        }

        @Override
        public String getDescription() {
            return "classes of the writer";
        }
    }
}
