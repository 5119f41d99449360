package io.stockledger.query;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Think hard before changing this: because of these rules a read model is one folder that can be
 * added, rebuilt and removed without a change in another folder.
 */
class ArchitectureTest {

    private static final String ROOT = "io.stockledger.query";
    private static final String APP = ROOT + ".app..";
    private static final String CHANGES = ROOT + ".changes..";
    private static final String CONSOLE = ROOT + ".console..";
    private static final String DEAD_LETTERS = ROOT + ".deadletters..";
    private static final String EXPORTS = ROOT + ".exports..";
    private static final String GENERATIONS = ROOT + ".generations..";
    private static final String HTTP = ROOT + ".http..";
    private static final String INTAKE = ROOT + ".intake..";
    private static final String PROGRESS = ROOT + ".progress..";
    private static final String REBUILD = ROOT + ".rebuild..";
    private static final String SQL = ROOT + ".sql..";
    private static final String STOCK = ROOT + ".stock..";
    private static final String STOCK_ROWS = ROOT + ".stockrows..";
    private static final String VERIFICATION = ROOT + ".verification..";
    private static final String[] READ_MODELS = {
        ROOT + ".inventory..", ROOT + ".reservations..", ROOT + ".movements..", ROOT + ".alerts.."
    };
    private static final String KAFKA = "org.apache.kafka..";
    private static final String SPRING_KAFKA = "org.springframework.kafka..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void every_package_of_these_rules_exists() {
        Set<String> packages = new TreeSet<>(Set.of(READ_MODELS));
        packages.addAll(
                Set.of(
                        APP,
                        CHANGES,
                        CONSOLE,
                        DEAD_LETTERS,
                        EXPORTS,
                        GENERATIONS,
                        HTTP,
                        INTAKE,
                        PROGRESS,
                        REBUILD,
                        SQL,
                        STOCK,
                        STOCK_ROWS,
                        VERIFICATION));
        for (String each : packages) {
            assertThat(CLASSES.that(resideInAPackage(each))).as(each).isNotEmpty();
        }
    }

    @Test
    void the_packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_subpackages_have_no_cycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * Two couplings are in SQL and not in Java: reads of the inventory subtract lapsed
     * reservations, which they find in the tables of the reservations, and a list of the past reads
     * the movements.
     */
    @Test
    void a_read_model_knows_no_other_read_model() {
        for (String readModel : READ_MODELS) {
            for (String other : READ_MODELS) {
                if (!readModel.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(readModel)
                            .should()
                            .dependOnClassesThat(resideInAPackage(other))
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void only_the_wiring_of_the_service_knows_the_read_models() {
        noClasses()
                .that()
                .resideOutsideOfPackages(READ_MODELS)
                .and()
                .resideOutsideOfPackage(APP)
                .should()
                .dependOnClassesThat(resideInAnyPackage(READ_MODELS))
                .check(CLASSES);
    }

    @Test
    void no_package_knows_the_wiring_of_the_service() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP)
                .should()
                .dependOnClassesThat(resideInAPackage(APP))
                .check(CLASSES);
    }

    @Test
    void the_generations_know_neither_the_intake_nor_kafka() {
        noClasses()
                .that()
                .resideInAPackage(GENERATIONS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(INTAKE, KAFKA, SPRING_KAFKA))
                .check(CLASSES);
    }

    @Test
    void the_read_models_do_not_know_kafka() {
        noClasses()
                .that()
                .resideInAnyPackage(READ_MODELS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(KAFKA, SPRING_KAFKA))
                .check(CLASSES);
    }

    @Test
    void the_sql_package_knows_only_jdbc() {
        classes()
                .that()
                .resideInAPackage(SQL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SQL, "java..", "org.postgresql..", "org.jspecify..")
                .check(CLASSES);
    }

    /** The console calls the API like every other caller. */
    @Test
    void the_console_knows_no_other_package_of_the_service() {
        noClasses()
                .that()
                .resideInAPackage(CONSOLE)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(not(resideInAPackage(CONSOLE))))
                .check(CLASSES);
    }

    @Test
    void the_stock_package_knows_neither_spring_nor_kafka_nor_the_database_nor_http() {
        noClasses()
                .that()
                .resideInAPackage(STOCK)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "org.springframework..", KAFKA, "java.sql..", "jakarta.."))
                .check(CLASSES);
    }

    @Test
    void the_query_service_knows_nothing_of_the_command_service() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.stockledger.command.."))
                .check(CLASSES);
    }

    @Test
    void the_verification_shares_no_code_with_the_projections() {
        noClasses()
                .that()
                .resideInAPackage(VERIFICATION)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(INTAKE, STOCK, SQL, GENERATIONS, PROGRESS, REBUILD))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deadletters",
                "exports",
                "generations",
                "intake",
                "inventory",
                "inventory.cache",
                "inventory.projection",
                "inventory.search",
                "movements",
                "progress",
                "rebuild",
                "sql"
            })
    void the_documentation_of_a_package_names_the_packages_that_it_imports(String name)
            throws IOException {
        assertThat(documentedImports(name)).isEqualTo(imports(name));
    }

    /** The other packages of the service that classes of the package itself depend on. */
    private static Set<String> imports(String name) {
        return CLASSES.that(resideInAPackage(ROOT + "." + name)).stream()
                .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(target -> target.getPackageName())
                .filter(target -> target.startsWith(ROOT + "."))
                .map(target -> target.substring(ROOT.length() + 1))
                .filter(target -> !target.equals(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in the sentence that begins with {@code Imports of this service:}. */
    private static Set<String> documentedImports(String name) throws IOException {
        Path file =
                Path.of(
                        "src/main/java",
                        (ROOT + "." + name).replace('.', '/'),
                        "package-info.java");
        String text = Files.readString(file).replaceAll("\\s*\\*\\s*", " ");
        Matcher sentence =
                Pattern.compile("Imports of this service: (.*?)\\.(?: |$)").matcher(text);
        assertThat(sentence.find()).as("the imports are documented in %s", file).isTrue();
        var documented = new TreeSet<String>();
        Matcher code = Pattern.compile("\\{@code ([\\w.]+)}").matcher(sentence.group(1));
        while (code.find()) {
            documented.add(code.group(1));
        }
        return documented;
    }
}
