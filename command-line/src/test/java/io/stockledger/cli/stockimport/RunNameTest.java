package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RunNameTest {

    private static final Header HEADER = new Header(List.of("sku", "qty"));

    @Test
    void the_same_import_has_the_same_name_wherever_its_file_is() {
        assertThat(name(ExistingProducts.COUNT, "a", "main", file("a.csv", "1f")))
                .isEqualTo(name(ExistingProducts.COUNT, "a", "main", file("b.csv", "1f")))
                .matches("import-[0-9a-f]{16}");
    }

    @Test
    void the_choice_for_existing_products_the_id_the_columns_and_the_file_change_the_name() {
        SourceFile file = file("a.csv", "1f");

        assertThat(
                        Set.of(
                                name(ExistingProducts.REJECT, null, "main", file),
                                name(ExistingProducts.SKIP, null, "main", file),
                                name(ExistingProducts.COUNT, null, "main", file),
                                name(ExistingProducts.COUNT, "2026-12-01", "main", file),
                                name(ExistingProducts.COUNT, "2026-12-02", "main", file),
                                name(ExistingProducts.COUNT, "2026-12-02", "north", file),
                                name(
                                        ExistingProducts.COUNT,
                                        "2026-12-02",
                                        "north",
                                        file("a.csv", "2f"))))
                .hasSize(7);
    }

    private static String name(
            ExistingProducts existing, @Nullable String id, String warehouse, SourceFile file) {
        var mapping =
                new ColumnMapping(
                        HEADER, new ColumnMapping.Choices(null, Map.of(), null, warehouse));
        return new RunName(existing, id).of(file, mapping);
    }

    private static SourceFile file(String path, String sha256) {
        return new SourceFile(
                Path.of(path),
                new TextEncoding(StandardCharsets.UTF_8, List.of()),
                ',',
                HEADER,
                sha256,
                1);
    }
}
