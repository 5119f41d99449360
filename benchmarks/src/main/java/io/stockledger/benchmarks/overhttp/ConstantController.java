package io.stockledger.benchmarks.overhttp;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stockledger.http.RequestBodies;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/**
 * The baseline of the POST requests: it reads the body and returns a constant answer, which looks
 * like the answer to a reservation.
 */
@RestController
@RequestMapping(path = BaselineEndpoints.CONSTANT, produces = APPLICATION_JSON_VALUE)
final class ConstantController {

    private static final int BODY_BYTES_MAX = 65_536;

    private static final byte[] ANSWER =
            """
            {"productId":"product-000001","version":1234,"position":1234567,"events":[{"eventId":\
            "019ac0ce-7b5e-7c3a-8d2f-1b6a4c9e0f37","type":"StockReserved","sequenceNumber":1234}]}\
            """
                    .getBytes(UTF_8);

    private static final byte[] BULK_ANSWER =
            """
            {"line":1234,"status":200,"productId":"product-000001","version":1234,"position":1234567,"events":\
            [{"eventId":"019ac0ce-7b5e-7c3a-8d2f-1b6a4c9e0f37","type":"StockReserved","sequenceNumber":1234}]}
            """
                    .repeat(BaselineEndpoints.BULK_LINES)
                    .getBytes(UTF_8);

    @PostMapping(path = "/{productId}/{action}", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> answer(
            @PathVariable String productId,
            @PathVariable String action,
            HttpServletRequest request) {
        RequestBodies.read(request, BODY_BYTES_MAX);
        return ResponseEntity.ok().eTag("1234").body(ANSWER);
    }

    /** Reads a whole bulk request, then returns a constant answer. */
    @PostMapping(
            path = "/bulk",
            consumes = BaselineEndpoints.NDJSON,
            produces = BaselineEndpoints.NDJSON)
    ResponseEntity<byte[]> answerBulk(HttpServletRequest request) throws IOException {
        request.getInputStream().readAllBytes();
        return ResponseEntity.ok(BULK_ANSWER);
    }
}
