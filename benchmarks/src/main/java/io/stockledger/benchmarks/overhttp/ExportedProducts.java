package io.stockledger.benchmarks.overhttp;

import io.stockledger.localstack.process.Ports;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The stock of all products as a file of the query service. */
final class ExportedProducts extends WholeFiles {

    private static final int OK = 200;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;

    /**
     * @param mediaType the format of the file
     * @param lines the number of its lines
     * @param products the number of products in it
     */
    ExportedProducts(int port, String mediaType, long lines, long products) {
        super(lines, products);
        this.request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s:%d/v1/inventory"
                                                .formatted(Ports.LOOPBACK, port)))
                        .header("Accept", mediaType)
                        .build();
    }

    @Override
    void read(OutputStream to) throws Exception {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != OK) {
            throw new IllegalStateException("the service has answered " + response);
        }
        try (InputStream body = response.body()) {
            body.transferTo(to);
        }
    }
}
