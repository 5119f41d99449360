package io.stockledger.command.http;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.command.domain.ProductCommand;
import io.stockledger.command.writer.CommandOutcome.Effect;
import io.stockledger.command.writer.CommandRequest;
import io.stockledger.http.RequestBodies;
import io.stockledger.http.RequestFields;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

import java.net.URI;
import java.util.function.BiFunction;

/** The commands on one product. Each is answered after its event is durable. */
@RestController
@RequestMapping(path = "/v1/products", produces = APPLICATION_JSON_VALUE)
final class ProductCommandController {

    private final CommandExchange exchange;
    private final int bodyBytesMax;

    ProductCommandController(CommandExchange exchange, int bodyBytesMax) {
        this.exchange = exchange;
        this.bodyBytesMax = bodyBytesMax;
    }

    @PostMapping(consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> register(HttpServletRequest request) {
        RequestFields fields = body(request);
        Effect effect = send(request, fields, CommandBodies.registerProduct(fields));
        CommandAnswer answer = CommandAnswer.of(effect);
        URI location = URI.create("/v1/products/" + UriUtils.encode(answer.productId(), UTF_8));
        return answer(ResponseEntity.created(location), effect);
    }

    @PostMapping(path = "/{productId}/receipts", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> receive(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::receiveStock);
    }

    @PostMapping(path = "/{productId}/reservations", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> reserve(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::reserveStock);
    }

    @DeleteMapping(path = "/{productId}/reservations/{orderId}")
    ResponseEntity<CommandAnswer> cancel(
            @PathVariable String productId,
            @PathVariable String orderId,
            HttpServletRequest request) {
        RequestFields fields = RequestFields.withoutBody(request);
        ProductCommand command =
                CommandBodies.cancelReservation(
                        fields.identifier("productId", productId),
                        fields.identifier("orderId", orderId));
        return answer(ResponseEntity.ok(), send(request, fields, command));
    }

    @PostMapping(path = "/{productId}/shipments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> ship(@PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::shipStock);
    }

    @PostMapping(path = "/{productId}/adjustments", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> adjust(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::adjustStock);
    }

    @PostMapping(path = "/{productId}/transfers", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> transfer(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::transferStock);
    }

    @PostMapping(path = "/{productId}/counts", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<CommandAnswer> count(
            @PathVariable String productId, HttpServletRequest request) {
        return handle(productId, request, CommandBodies::countStock);
    }

    private ResponseEntity<CommandAnswer> handle(
            String productId,
            HttpServletRequest request,
            BiFunction<String, RequestFields, ProductCommand> reader) {
        RequestFields fields = body(request);
        ProductCommand command = reader.apply(fields.identifier("productId", productId), fields);
        return answer(ResponseEntity.ok(), send(request, fields, command));
    }

    private Effect send(HttpServletRequest request, RequestFields fields, ProductCommand command) {
        CommandRequest commandRequest = CommandHeaders.with(request, fields, command);
        fields.finish();
        return exchange.send(commandRequest, fields);
    }

    private RequestFields body(HttpServletRequest request) {
        return RequestFields.of(RequestBodies.read(request, bodyBytesMax));
    }

    private static ResponseEntity<CommandAnswer> answer(
            ResponseEntity.BodyBuilder response, Effect effect) {
        CommandAnswer answer = CommandAnswer.of(effect);
        return CommandHeaders.set(response, effect, answer.version()).body(answer);
    }
}
