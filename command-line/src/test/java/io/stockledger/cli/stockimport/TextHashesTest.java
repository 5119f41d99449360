package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextHashesTest {

    @Test
    void every_text_that_was_added_is_in_the_set_and_no_other() {
        var hashes = new TextHashes();
        for (int i = 0; i < 10_000; i++) {
            assertThat(hashes.add("sku-" + i)).isTrue();
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(hashes.add("sku-" + i)).isFalse();
            assertThat(hashes.contains("sku-" + i)).isTrue();
            assertThat(hashes.contains("SKU-" + i)).isFalse();
        }
    }
}
