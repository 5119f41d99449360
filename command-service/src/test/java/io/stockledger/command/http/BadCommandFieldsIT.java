package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.orderPath;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;
import io.stockledger.command.testing.RunningCommandService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Faults in the fields of the commands that change products, reservations and orders, and of those
 * on blocked, lost and returned stock. {@link BadInputIT} has those of the other commands.
 */
class BadCommandFieldsIT {

    private final Calls calls = new Calls(RunningCommandService.shared().url());
    private final String order = "o/" + UUID.randomUUID();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "PATCH . {} | body",
                "PATCH . {'nam':'n'} | nam",
                "PATCH . {'nam':'n'} | body",
                "PATCH . {'name':null} | name",
                "PATCH . {'name':'n','sku':null} | sku",
                "PATCH . {'name':7} | name",
                "PATCH . {'name':''} | name",
                "PATCH . {'sku':' s'} | sku",
                "PATCH . {'name':'n','productId':'p'} | productId",
                "PUT policy {'safetyStock':1,'backorderLimit':1} | reorderPoint",
                "PUT policy {'safetyStock':1,'reorderPoint':null} | backorderLimit",
                "PUT policy {'backorderLimit':1,'reorderPoint':null} | safetyStock",
                "PUT policy {'safetyStock':null,'backorderLimit':1,'reorderPoint':1} | safetyStock",
                "PUT policy {'safetyStock':1.5,'backorderLimit':1,'reorderPoint':1} | safetyStock",
                "PUT policy {'safetyStock':1,'backorderLimit':'1','reorderPoint':1} |"
                        + " backorderLimit",
                "PUT policy {'safetyStock':1,'backorderLimit':1,'reorderPoint':1e3} | reorderPoint",
                "PUT policy {'safetyStock':1,'backorderLimit':1,'reorderPoint':1,'x':1} | x",
                "PATCH reservations/o-1 {} | body",
                "PATCH reservations/o-1 {'quantity':null} | quantity",
                "PATCH reservations/o-1 {'quantity':1.5} | quantity",
                "PATCH reservations/o-1 {'quantity':'1'} | quantity",
                "PATCH reservations/o-1 {'expiresInSeconds':0} | expiresInSeconds",
                "PATCH reservations/o-1 {'expiresInSeconds':2592001} | expiresInSeconds",
                "PATCH reservations/o-1 {'expiresInSeconds':'60'} | expiresInSeconds",
                "PATCH reservations/o-1 {'warehouseId':''} | warehouseId",
                "PATCH reservations/o-1 {'warehouseId':7} | warehouseId",
                "PATCH reservations/o-1 {'quantity':1,'extend':true} | extend",
                "PATCH reservations/o-1 {'quantity':1,'orderId':'o-1'} | orderId",
                "PATCH reservations/%20o {'quantity':1} | orderId",
                "POST receipts {'warehouseId':'m','quantity':1,'reference':'r','blocked':1} |"
                        + " blocked",
                "POST reservations {'orderId':'o','quantity':1,'warehouseId':' m'} | warehouseId",
                "POST shipments {'orderId':'o','warehouseId':'m','quantity':1,"
                        + "'beyondReservation':'true'} | beyondReservation",
                "POST returns {'warehouseId':'m','quantity':1,'reason':'r'} | orderId",
                "POST returns {'orderId':'o','quantity':1,'reason':'r'} | warehouseId",
                "POST returns {'orderId':'o','warehouseId':'m','reason':'r'} | quantity",
                "POST returns {'orderId':'o','warehouseId':'m','quantity':1} | reason",
                "POST returns {'orderId':'o','warehouseId':'m','quantity':1,'reason':'r',"
                        + "'blocked':'no'} | blocked",
                "POST returns {'orderId':'o','warehouseId':'m','quantity':1,'reason':'r',"
                        + "'reference':'r'} | reference",
                "POST blocks {'quantity':1,'reason':'r'} | warehouseId",
                "POST blocks {'warehouseId':'m','quantity':1.0,'reason':'r'} | quantity",
                "POST blocks {'warehouseId':'m','quantity':1,'reason':''} | reason",
                "POST blocks {'warehouseId':'m','quantity':1,'reason':'r','blocked':true} |"
                        + " blocked",
                "POST unblocks {'warehouseId':'m','quantity':1} | reason",
                "POST unblocks {'warehouseId':'m','reason':'r'} | quantity",
                "POST write-offs {'warehouseId':'m','quantity':1} | reason",
                "POST write-offs {'warehouseId':'m','quantity':true,'reason':'r'} | quantity",
                "POST write-offs {'warehouseId':'m','quantity':1,'reason':'r','x':1} | x",
                "PUT archive {} | body",
                "DELETE archive {} | body"
            })
    void a_faulty_field_of_a_command_on_a_product_is_refused_and_named(String call, String field) {
        String productId = calls.product(10);
        calls.reserve(productId, "o-1", 5);

        Answer answer = RefusedCall.send(calls, productId, call, "");

        answer.assertMalformed(field);
        assertThat(calls.version(productId)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "PATCH reservations {} | body",
                "PATCH reservations {'policy':'partial'} | body",
                "PATCH reservations {'lines':null} | lines",
                "PATCH reservations {'lines':[],'expiresInSeconds':60} | lines",
                "PATCH reservations {'lines':[7]} | lines[0]",
                "PATCH reservations {'lines':[{'productId':'P'}]} | lines[0].quantity",
                "PATCH reservations {'lines':[{'productId':'P','quantity':null}]} |"
                        + " lines[0].quantity",
                "PATCH reservations {'lines':[{'productId':'P','quantity':1.5}]} |"
                        + " lines[0].quantity",
                "PATCH reservations {'lines':[{'productId':'P','quantity':1,'warehouseId':''}]} |"
                        + " lines[0].warehouseId",
                "PATCH reservations {'lines':[{'productId':'P','quantity':1},"
                        + "{'productId':'P','quantity':1}]} | lines[1].productId",
                "PATCH reservations {'lines':[{'productId':'P','quantity':1}],"
                        + "'expiresInSeconds':0} | expiresInSeconds",
                "POST reassignments {} | toOrderId",
                "POST reassignments {'toOrderId':'O'} | toOrderId",
                "POST reassignments {'toOrderId':'o-2','productIds':[]} | productIds",
                "POST reassignments {'toOrderId':'o-2','productIds':'P'} | productIds",
                "POST reassignments {'toOrderId':'o-2','productIds':['P','P']} | productIds[1]",
                "POST reassignments {'toOrderId':'o-2','productIds':['P',' ']} | productIds[1]",
                "POST reassignments {'toOrderId':'o-2','lines':[]} | lines",
                "POST returns {} | lines",
                "POST returns {'lines':[]} | lines",
                "POST returns {'lines':[{'productId':'P','warehouseId':'m','quantity':1}]} |"
                        + " lines[0].reason",
                "POST returns {'lines':[{'productId':'P','quantity':1,'reason':'r'}]} |"
                        + " lines[0].warehouseId",
                "POST returns {'lines':[{'productId':'P','warehouseId':'m','quantity':1,"
                        + "'reason':'r','blocked':0}]} | lines[0].blocked",
                "POST returns {'lines':[{'productId':'P','warehouseId':'m','quantity':1,"
                        + "'reason':'r'}],'reason':'r'} | reason",
                "POST sales {'lines':[]} | lines",
                "POST sales {'lines':[{'productId':'P','quantity':1}]} | lines[0].warehouseId",
                "POST sales {'lines':[{'productId':'P','warehouseId':'m','quantity':1}],"
                        + "'policy':'some'} | policy",
                "POST sales {'lines':[{'productId':'P','warehouseId':'m','quantity':1}],"
                        + "'expiresInSeconds':60} | expiresInSeconds",
                "POST shipments {'lines':[{'productId':'P','warehouseId':'m','quantity':1,"
                        + "'beyondReservation':true}]} | lines[0].beyondReservation",
                "POST shipments {'lines':[{'productId':'P','warehouseId':'m','quantity':1}],"
                        + "'beyondReservation':1} | beyondReservation",
                "POST reservations {'lines':[{'productId':'P','quantity':1,'warehouseId':7}]} |"
                        + " lines[0].warehouseId",
                "POST reservations {'lines':[{'productId':'P','quantity':1,'warehouseId':'m'},"
                        + "{'productId':'P','quantity':1,'warehouseId':'n'}]} |"
                        + " lines[1].warehouseId",
                "POST reservations {'lines':[{'productId':'P','quantity':1},"
                        + "{'productId':'P','quantity':1,'warehouseId':'n'}]} |"
                        + " lines[1].warehouseId"
            })
    void a_faulty_field_of_a_command_on_an_order_is_refused_and_named(String call, String field) {
        String productId = calls.product(10);
        calls.reserve(productId, order, 5);
        String[] parts = call.split(" ", 3);
        String body = parts[2].replace("'P'", "'" + productId + "'").replace("'O'", "'%s'");

        Answer answer =
                calls.call(
                        parts[0],
                        orderPath(order) + "/" + parts[1],
                        json(body.replace("%s", order)));

        answer.assertMalformed(field);
        assertThat(calls.version(productId)).isEqualTo(2);
    }

    @Test
    void a_change_of_more_than_2000_lines_is_refused() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 2_001; i++) {
            lines.add(Calls.line("p-" + i, 1));
        }

        calls.patch(orderPath(order) + "/reservations", "{\"lines\":" + lines + "}")
                .assertMalformed("lines");
        calls.post(
                        orderPath(order) + "/sales",
                        "{\"lines\":" + Collections.nCopies(2_001, "{}") + "}")
                .assertMalformed("lines");
    }

    @Test
    void lines_of_one_product_may_name_the_same_warehouse() {
        String productId = calls.product(10);
        String line =
                json("{'productId':'%s','quantity':2,'warehouseId':'main'}".formatted(productId));

        assertThat(calls.basket(order, List.of(line, line)).status()).isEqualTo(200);
    }
}
