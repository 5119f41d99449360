package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import io.stockledger.command.domain.OrderCommand;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.function.BiFunction;

/**
 * The commands on all products of an order. Each is recorded for all of them or for none, and is
 * answered after its events are durable. A dry run is decided and not recorded.
 */
@RestController
@RequestMapping(path = "/v1/orders/{orderId}", produces = APPLICATION_JSON_VALUE)
final class OrderCommandController {

    private final CommandExchange exchange;
    private final int bodyBytesMax;

    OrderCommandController(CommandExchange exchange, int bodyBytesMax) {
        this.exchange = exchange;
        this.bodyBytesMax = bodyBytesMax;
    }

    @PostMapping(path = "/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> reserve(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::reserveOrder);
    }

    @PatchMapping(path = "/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> change(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::changeOrder);
    }

    @DeleteMapping(path = "/reservations")
    ResponseEntity<OrderAnswer> cancel(@PathVariable String orderId, HttpServletRequest request) {
        RequestFields fields = RequestFields.withoutBody(request);
        return send(request, fields, OrderBodies.cancelOrder(checkedId(orderId, fields)));
    }

    @PostMapping(path = "/reassignments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> reassign(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::reassignOrder);
    }

    @PostMapping(path = "/shipments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> ship(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::shipOrder);
    }

    @PostMapping(path = "/sales", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> sell(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::sellOrder);
    }

    @PostMapping(path = "/returns", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<OrderAnswer> giveBack(@PathVariable String orderId, HttpServletRequest request) {
        return handle(orderId, request, OrderBodies::returnOrder);
    }

    private ResponseEntity<OrderAnswer> handle(
            String orderId,
            HttpServletRequest request,
            BiFunction<String, RequestFields, OrderCommand> reader) {
        RequestFields fields = RequestFields.of(RequestBodies.read(request, bodyBytesMax));
        return send(request, fields, reader.apply(checkedId(orderId, fields), fields));
    }

    private ResponseEntity<OrderAnswer> send(
            HttpServletRequest request, RequestFields fields, OrderCommand command) {
        boolean dryRun = fields.queryFlag(request, DryRun.PARAMETER);
        CommandRequest commandRequest = CommandHeaders.with(request, fields, command);
        fields.finish();
        AnswerEvents events = exchange.send(commandRequest, dryRun, fields);
        return CommandHeaders.set(ResponseEntity.ok(), events)
                .body(OrderAnswer.of(command, events));
    }

    private static String checkedId(String orderId, RequestFields fields) {
        return fields.identifier("orderId", orderId);
    }
}
