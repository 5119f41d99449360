package io.stockledger.replay;

import static io.stockledger.replay.Rows.book;
import static io.stockledger.replay.Rows.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.stockledger.replay.SalesBook.Action;
import io.stockledger.replay.SalesBook.Cancellation;
import io.stockledger.replay.SalesBook.Damage;
import io.stockledger.replay.SalesBook.FoundStock;
import io.stockledger.replay.SalesBook.GoodsBack;
import io.stockledger.replay.SalesBook.Invoice;
import io.stockledger.replay.SalesBook.LineKey;
import io.stockledger.replay.SalesBook.Return;
import io.stockledger.replay.SalesBook.Sale;
import io.stockledger.replay.SalesBook.WriteOff;

import org.junit.jupiter.api.Test;

import java.util.List;

class SalesBookTest {

    private static List<Action> actions(SalesBook book) {
        return book.invoices().stream().map(Invoice::actions).flatMap(List::stream).toList();
    }

    private static Sale sale(String invoice, String code, Long... parts) {
        return new Sale(new LineKey(invoice, code), List.of(parts));
    }

    @Test
    void rows_of_one_product_in_one_invoice_are_one_sale_even_if_they_are_exact_duplicates() {
        SalesBook book =
                book("1,85123A,HEART,6,2.55,7", "1,22633,WARMER,2,1,7", "1,85123A,HEART,6,2.55,7");
        assertThat(actions(book))
                .containsExactly(sale("1", "85123A", 6L, 6L), sale("1", "22633", 2L));
    }

    @Test
    void an_invoice_with_scattered_rows_is_one_order_at_the_place_of_its_first_row() {
        SalesBook book = book("1,22633,W,2,1,7", "2,22633,W,1,1,8", "1,22633,W,3,1,7");
        assertThat(actions(book))
                .containsExactly(sale("1", "22633", 2L, 3L), sale("2", "22633", 1L));
        assertThat(book.orders()).isEqualTo(2);
    }

    @Test
    void codes_that_differ_in_case_are_one_product() {
        SalesBook book = book("1,85123a,,1,2,7", "2,85123A ,WHITE HEART,2,2,7");
        assertThat(book.productNames()).containsExactly(entry("85123A", "WHITE HEART"));
    }

    @Test
    void a_product_gets_its_first_description_as_its_name_or_its_code_if_it_has_none() {
        SalesBook book =
                book(
                        "1,22633,  ,1,1,7",
                        "2,22633,FIRST,1,1,7",
                        "3,22633,OTHER,1,1,7",
                        "3,22634,,1,1,7");
        assertThat(book.productNames())
                .containsExactly(entry("22633", "FIRST"), entry("22634", "22634"));
    }

    @Test
    void codes_without_four_digits_are_skipped_and_counted() {
        SalesBook book =
                book(
                        "1,POST,POSTAGE,1,18,7",
                        "1,POST,POSTAGE,1,18,7",
                        "1,C2,CARRIAGE,1,50,7",
                        "1,BANK CHARGES,,1,15,7",
                        "1,gift_0001_20,Voucher £20,1,17,7",
                        "1,DCGS0003,BOXED ASHTRAY,1,2,7",
                        "1,22633,W,0,2,7");
        assertThat(book.productNames())
                .containsExactly(
                        entry("GIFT_0001_20", "Voucher £20"), entry("DCGS0003", "BOXED ASHTRAY"));
        assertThat(book.skippedRows())
                .containsExactly(
                        entry("no goods: BANK CHARGES", 1),
                        entry("no goods: C2", 1),
                        entry("no goods: POST", 2),
                        entry("quantity 0", 1));
        assertThat(book.rows()).isEqualTo(7);
    }

    @Test
    void a_cancellation_is_traced_to_the_latest_sale_with_at_least_its_quantity() {
        SalesBook book =
                book(
                        "1,22633,W,12,1,7",
                        "2,22633,W,10,1,7",
                        "3,22633,W,4,1,7",
                        "C4,22633,W,-8,1,7");
        assertThat(actions(book)).last().isEqualTo(new Cancellation(new LineKey("2", "22633")));
        assertThat(book.heldBack()).containsExactly(entry(new LineKey("2", "22633"), 8L));
    }

    @Test
    void a_traced_cancellation_comes_before_the_shipment_or_after_it_by_turns() {
        SalesBook book =
                book(
                        "1,22633,W,12,1,7",
                        "C2,22633,W,-5,1,7",
                        "C2,22633,W,-5,1,7",
                        "C3,22633,W,-1,1,8",
                        "C4,22633,W,-1,1,");
        assertThat(actions(book))
                .containsExactly(
                        sale("1", "22633", 12L),
                        new Cancellation(new LineKey("1", "22633")),
                        new Return(new LineKey("1", "22633"), 5, "invoice C2"),
                        new GoodsBack("22633", 1, "C3"),
                        new GoodsBack("22633", 1, "C4"));
    }

    @Test
    void no_more_is_cancelled_and_returned_than_was_sold_and_a_sale_is_cancelled_once() {
        SalesBook book =
                book(
                        "1,22633,W,12,1,7",
                        "C2,22633,W,-5,1,7",
                        "C3,22633,W,-4,1,7",
                        "C4,22633,W,-3,1,7",
                        "C5,22633,W,-1,1,7");
        LineKey line = new LineKey("1", "22633");
        assertThat(actions(book))
                .containsExactly(
                        sale("1", "22633", 12L),
                        new Cancellation(line),
                        new Return(line, 4, "invoice C3"),
                        new Return(line, 3, "invoice C4"),
                        new GoodsBack("22633", 1, "C5"));
        assertThat(book.heldBack()).containsExactly(entry(line, 5L));
    }

    @Test
    void a_cancellation_is_never_traced_to_a_later_sale() {
        assertThat(actions(book("C1,22633,W,-2,1,7", "2,22633,W,2,1,7")))
                .containsExactly(new GoodsBack("22633", 2, "C1"), sale("2", "22633", 2L));
    }

    @Test
    void without_hold_back_every_cancelled_quantity_comes_back_after_its_shipment() {
        SalesBook book =
                SalesBookkeeper.book(lines("1,22633,W,12,1,7", "C2,22633,W,-12,1,7"), false);
        assertThat(actions(book))
                .containsExactly(
                        sale("1", "22633", 12L),
                        new Return(new LineKey("1", "22633"), 12, "invoice C2"));
        assertThat(book.heldBack()).isEmpty();
    }

    @Test
    void free_rows_without_a_customer_are_damage_write_offs_and_found_stock() {
        SalesBook book =
                book(
                        "1,22633,thrown away,-20,0,",
                        "2,22633,,-3,0,",
                        "2,22633,Damaged/wet,-2,0,",
                        "3,22633,,5,0,",
                        "4,22633,HAND WARMER,1,0,7");
        assertThat(actions(book))
                .containsExactly(
                        new WriteOff("22633", 20, "thrown away"),
                        new WriteOff("22633", 3, "written off"),
                        new Damage("22633", 2, "Damaged/wet"),
                        new FoundStock("22633", 5, "found"),
                        sale("4", "22633", 1L));
        assertThat(book.orders()).isEqualTo(1);
    }

    @Test
    void control_characters_are_removed_from_names_and_long_names_are_cut_between_code_points() {
        assertThat(SalesBookkeeper.text(" a\tb\u0000 ")).isEqualTo("ab");
        assertThat(SalesBookkeeper.text("🎁".repeat(200))).isEqualTo("🎁".repeat(128));
    }

    @Test
    void no_more_rows_are_read_than_the_limit() {
        String csv =
                """
                InvoiceNo,StockCode,Description,Quantity,UnitPrice,CustomerID
                1,22633,W,1,1,7
                2,22633,W,1,1,7
                """;
        assertThat(SalesFile.parse(csv, 1)).hasSize(1);
    }

    @Test
    void a_file_in_another_format_is_refused_with_the_line_and_the_fault() {
        assertThatThrownBy(() -> lines("1,22633,W,one,1,7"))
                .isInstanceOf(ReplayFailure.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("Quantity");
        assertThatThrownBy(() -> SalesFile.parse("a,b\n1,2\n", 1))
                .isInstanceOf(ReplayFailure.class)
                .hasMessageContaining("InvoiceNo");
        assertThatThrownBy(() -> lines("1,22633")).isInstanceOf(ReplayFailure.class);
    }
}
