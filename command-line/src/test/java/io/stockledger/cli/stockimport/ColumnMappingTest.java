package io.stockledger.cli.stockimport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.cli.OperatorFailure;
import io.stockledger.cli.stockimport.ColumnMapping.Choices;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class ColumnMappingTest {

    @Test
    void a_variant_of_shopify_is_named_by_the_title_of_its_product_and_its_options() {
        ColumnMapping mapping =
                mapping(
                        "Handle,Title,Option1 Value,Option2 Value,Variant SKU,Variant Inventory"
                                + " Tracker,Variant Inventory Qty,Variant Price");

        assertThat(row(mapping, "mug,Mug,Blue,S,mug-1,shopify,4,9"))
                .isEqualTo(new ListRow.Values("mug-1", "mug-1", "Mug - Blue / S", "main", 4));
        assertThat(row(mapping, "mug,,Red,L,mug-2,shopify,5,9").name()).isEqualTo("Mug - Red / L");
        assertThat(outcome(mapping, "mug,,,,,,,"))
                .isEqualTo("passed over: it has an image and no variant");
        assertThat(row(mapping, "cup,Cup,Default Title,,cup,shopify,1,9").name()).isEqualTo("Cup");
        assertThat(outcome(mapping, "card,Card,Default Title,,card,,0,9"))
                .isEqualTo("passed over: its stock is not tracked");
    }

    @Test
    void an_inventory_of_shopify_gives_the_location_and_the_quantity_on_hand() {
        ColumnMapping mapping =
                mapping("Handle,Title,Option1 Value,SKU,Location,Available,On hand (current)");

        assertThat(row(mapping, "mug,Mug,Blue,mug-1,Depot,3,4"))
                .isEqualTo(new ListRow.Values("mug-1", "mug-1", "Mug - Blue", "Depot", 4));
        assertThat(outcome(mapping, "mug,Mug,Blue,mug-1,Shop,not stocked,not stocked"))
                .startsWith("passed over");
    }

    @Test
    void magento_has_texts_of_store_views_and_products_without_stock() {
        ColumnMapping mapping = mapping("sku,store_view_code,product_type,name,qty");

        assertThat(row(mapping, "a,,simple,A,10.0000").quantity()).isEqualTo(10);
        assertThat(outcome(mapping, "a,german,simple,A,")).startsWith("passed over");
        assertThat(outcome(mapping, "b,,configurable,B,0")).startsWith("passed over");
        assertThat(row(mapping("source_code,sku,status,quantity"), "north,a,1,3.0000"))
                .isEqualTo(new ListRow.Values("a", "a", "a", "north", 3));
    }

    @Test
    void woocommerce_has_variable_products_and_products_whose_stock_is_not_managed() {
        ColumnMapping mapping = mapping("ID,Type,SKU,Name,In stock?,Stock");

        assertThat(row(mapping, "1,\"simple\",a,A,1,3").quantity()).isEqualTo(3);
        assertThat(outcome(mapping, "2,variable,b,B,1,")).startsWith("passed over");
        assertThat(outcome(mapping, "3,simple,c,C,1,")).startsWith("passed over");
        assertThat(outcome(mapping, "4,external,d,D,1,3")).startsWith("passed over");
    }

    @Test
    void woocommerce_has_variable_products_with_the_stock_of_all_their_variations() {
        ColumnMapping mapping = mapping("ID,Type,SKU,Name,In stock?,Stock");

        assertThat(row(mapping, "1,variable,a,A,1,12").quantity()).isEqualTo(12);
        assertThat(outcome(mapping, "1,variable,a,A,1,-2")).contains("is negative");
        assertThat(outcome(mapping, "1,variable,a,A,1,many")).startsWith("passed over");
        assertThat(outcome(mapping, "2,variation,a-red,A,1,parent"))
                .isEqualTo("passed over: its stock is that of its parent");
        assertThat(row(mapping, "3,variation,a-blue,A,1,4").quantity()).isEqualTo(4);
    }

    @Test
    void a_plain_list_and_the_export_of_stock_are_known() {
        assertThat(row(mapping("SKU,Name,Qty"), "a,A,1").productId()).isEqualTo("a");
        assertThat(
                        row(
                                mapping("productId,name,sku,totalStock,warehouseId,quantity"),
                                "p,A,s,9,north,4"))
                .isEqualTo(new ListRow.Values("p", "s", "A", "north", 4));
    }

    @Test
    void an_export_of_stock_has_an_apostrophe_before_a_formula_that_is_not_part_of_the_id() {
        String header =
                "productId,name,sku,totalStock,availableStock,reservedStock,availableToPromise,"
                        + "warehouseId,quantity,version,updatedAt";

        assertThat(row(mapping(header), "'+RT,'=A,'-s,1,1,0,1,'@main,1,1,x"))
                .isEqualTo(new ListRow.Values("+RT", "-s", "=A", "@main", 1));
        assertThat(row(mapping("reason," + header), "x,'+RT,A,s,1,1,0,1,main,1,1,x").productId())
                .isEqualTo("+RT");
        assertThat(row(mapping(header), "'RT,'A,s,1,1,0,1,main,1,1,x"))
                .isEqualTo(new ListRow.Values("'RT", "s", "'A", "main", 1));
        assertThat(row(mapping("sku,qty"), "'+RT,1").productId()).isEqualTo("'+RT");
    }

    @Test
    void columns_of_a_foreign_list_are_named_and_an_empty_sku_is_filled() {
        Header header = header("Artikelnummer,EAN,Bezeichnung,Bestand");
        var mapping =
                new ColumnMapping(
                        header,
                        new Choices(
                                null,
                                Map.of(
                                        Field.SKU, "artikelnummer",
                                        Field.NAME, "Bezeichnung",
                                        Field.QUANTITY, "Bestand"),
                                "EAN",
                                "berlin"));

        assertThat(row(mapping, ",4006381333931,Becher,3"))
                .isEqualTo(
                        new ListRow.Values(
                                "4006381333931", "4006381333931", "Becher", "berlin", 3));
        assertThat(outcome(mapping, ",,Becher,3"))
                .isEqualTo("rejected: sku is empty, and so is EAN");
    }

    @Test
    void a_header_that_fits_no_shape_is_refused_with_its_columns() {
        assertThatThrownBy(() -> mapping("Artikelnummer,Bestand"))
                .isInstanceOf(OperatorFailure.class)
                .hasMessageContaining("Artikelnummer, Bestand")
                .hasMessageContaining("--map");
        assertThatThrownBy(() -> mapping("sku,SKU,quantity"))
                .hasMessageContaining("2 columns 'sku'");
        assertThatThrownBy(
                        () ->
                                new ColumnMapping(
                                        header("sku,bestand"), choices(Map.of(Field.SKU, "sku"))))
                .hasMessageContaining("--map quantity=COLUMN");
    }

    @Test
    void a_row_with_a_column_too_few_or_too_many_is_rejected() {
        ColumnMapping mapping = mapping("sku,name,qty");

        assertThat(outcome(mapping, "a,A"))
                .isEqualTo("rejected: it has 2 columns, and the header has 3");
        assertThat(outcome(mapping, "a,A,1,2")).startsWith("rejected");
        assertThat(row(mapping, "a,A,1,,").quantity()).isEqualTo(1);
        assertThat(outcome(mapping, ",,")).isEqualTo("passed over: it is empty");
    }

    private static Header header(String names) {
        return new Header(List.of(names.split(",", -1)));
    }

    private static Choices choices(Map<Field, String> columns) {
        return new Choices(null, columns, null, "main");
    }

    private static ColumnMapping mapping(String names) {
        return new ColumnMapping(header(names), choices(Map.of()));
    }

    private static ListRow read(ColumnMapping mapping, String cells) {
        return mapping.row(2, Arrays.asList(cells.replace("\"", "").split(",", -1)));
    }

    private static ListRow.Values row(ColumnMapping mapping, String cells) {
        ListRow row = read(mapping, cells);
        assertThat(row.isOpen()).as(row.reason()).isTrue();
        return row.values();
    }

    private static String outcome(ColumnMapping mapping, String cells) {
        ListRow row = read(mapping, cells);
        return row.outcome().word(false) + ": " + row.reason();
    }
}
