package io.stockledger.benchmarks.overhttp;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.benchmarks.baseline.LoadFoldAppend;
import io.stockledger.benchmarks.baseline.LoadFoldAppend.AppendedEvent;
import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.domain.ProductCommand.ReserveStock;
import io.stockledger.command.domain.ProductCommand.ShipStock;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Reservations and shipments through {@link LoadFoldAppend}. */
@RestController
@RequestMapping(path = BaselineEndpoints.LOAD_FOLD_APPEND, produces = APPLICATION_JSON_VALUE)
final class LoadFoldAppendController {

    private static final int BODY_BYTES_MAX = 65_536;

    /** The same fields as the answer of the command service, without the position. */
    record Answer(String productId, long version, List<RecordedEvent> events) {}

    record RecordedEvent(UUID eventId, String type, long sequenceNumber) {}

    private final LoadFoldAppend handler;

    LoadFoldAppendController(LoadFoldAppend handler) {
        this.handler = handler;
    }

    @PostMapping(path = "/{productId}/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> reserve(@PathVariable String productId, HttpServletRequest request)
            throws SQLException {
        RequestFields fields = body(request);
        var command =
                new ReserveStock(
                        fields.identifier("productId", productId),
                        fields.identifier("orderId"),
                        fields.wholeNumber("quantity"));
        fields.finish();
        return answer(command);
    }

    @PostMapping(path = "/{productId}/shipments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> ship(@PathVariable String productId, HttpServletRequest request)
            throws SQLException {
        RequestFields fields = body(request);
        var command =
                new ShipStock(
                        fields.identifier("productId", productId),
                        fields.identifier("orderId"),
                        fields.identifier("warehouseId"),
                        fields.wholeNumber("quantity"));
        fields.finish();
        return answer(command);
    }

    private ResponseEntity<Answer> answer(ProductCommand command) throws SQLException {
        AppendedEvent event = handler.handle(command);
        return ResponseEntity.ok()
                .eTag(Long.toString(event.version()))
                .body(
                        new Answer(
                                command.productId(),
                                event.version(),
                                List.of(
                                        new RecordedEvent(
                                                event.eventId(),
                                                event.eventType(),
                                                event.version()))));
    }

    private static RequestFields body(HttpServletRequest request) {
        return RequestFields.of(RequestBodies.read(request, BODY_BYTES_MAX));
    }
}
