package io.stockledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Return;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;

class SampleSalesTest {

    private static final List<SalesLine> ROWS =
            rows(SampleSales.ROWS_DEFAULT, SampleSales.SEED_DEFAULT);
    private static final SalesBook BOOK = SalesBookkeeper.book(ROWS, true);

    @Test
    void the_same_seed_gives_the_same_text_and_another_seed_gives_another() {
        assertThat(SampleSales.csv(500, 1)).isEqualTo(SampleSales.csv(500, 1));
        assertThat(SampleSales.csv(500, 1)).isNotEqualTo(SampleSales.csv(500, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 77, 3_000})
    void a_sample_has_the_requested_number_of_rows_and_the_file_reader_accepts_them(int rows) {
        assertThat(rows(rows, SampleSales.SEED_DEFAULT)).hasSize(rows);
    }

    @Test
    void the_default_sample_has_every_kind_of_action_that_the_bookkeeper_distinguishes() {
        assertThat(actions(Sale.class)).isGreaterThan(2_000);
        assertThat(actions(Cancellation.class)).isGreaterThan(20);
        assertThat(actions(Return.class)).isGreaterThan(20);
        assertThat(actions(Damage.class)).isGreaterThan(2);
        assertThat(actions(GoodsBack.class)).isGreaterThan(10);
        assertThat(actions(WriteOff.class)).isGreaterThan(5);
        assertThat(actions(FoundStock.class)).isGreaterThan(5);
    }

    @Test
    void the_default_sample_has_rows_that_the_bookkeeper_ignores() {
        assertThat(BOOK.skippedRows())
                .containsKeys(
                        "no goods: BANK CHARGES", "no goods: D", "no goods: M", "no goods: POST");
    }

    @Test
    void the_default_sample_is_as_untidy_as_the_real_file() {
        assertThat(new HashSet<>(ROWS)).as("exact duplicates").hasSizeLessThan(ROWS.size() - 20);
        assertThat(ROWS)
                .filteredOn(row -> row.isSale() && !row.hasCustomer())
                .hasSizeGreaterThan(100);
        assertThat(ROWS).filteredOn(row -> row.isSale() && row.isFree()).hasSizeGreaterThan(10);
        assertThat(ROWS).filteredOn(row -> row.stockCode().endsWith("a")).hasSizeGreaterThan(20);
        assertThat(ROWS).filteredOn(row -> row.description().isEmpty()).hasSizeGreaterThan(20);
        assertThat(ROWS).filteredOn(row -> row.description().contains(",")).isNotEmpty();
        assertThat(ROWS).filteredOn(row -> row.description().contains("\"")).isNotEmpty();
    }

    private static long actions(Class<? extends Action> kind) {
        return BOOK.invoices().stream()
                .flatMap(invoice -> invoice.actions().stream())
                .filter(kind::isInstance)
                .count();
    }

    private static List<SalesLine> rows(int rows, long seed) {
        return SalesFile.parse(SampleSales.csv(rows, seed), Long.MAX_VALUE);
    }
}
