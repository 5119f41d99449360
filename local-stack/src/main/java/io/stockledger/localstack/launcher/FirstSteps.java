package io.stockledger.localstack.launcher;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Three curl commands to try, with a product id that is new at each start. With security on, each
 * gets its token from {@code ./stockledger token}.
 *
 * @param tokenCommand the beginning of the command that prints a token; null if security is off
 */
record FirstSteps(Service command, Service query, @Nullable String tokenCommand) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final Pattern PLAIN = Pattern.compile("[\\w./@%+=:,-]+");

    /** The first steps with these services, for a shell in the present folder. */
    static FirstSteps of(LaunchOptions options, List<Service> services) {
        return new FirstSteps(
                first(services, Service.Kind.COMMAND),
                first(services, Service.Kind.QUERY),
                options.secure()
                        ? tokenCommand(
                                Path.of("").toAbsolutePath(),
                                options.project(),
                                options.dataFolder())
                        : null);
    }

    private static Service first(List<Service> services, Service.Kind kind) {
        return services.stream()
                .filter(service -> service.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** The script, and the data folder unless it is the default of the script. */
    static String tokenCommand(Path present, Path project, Path data) {
        String script =
                present.equals(project)
                        ? "./stockledger"
                        : quoted(project.resolve("stockledger").toString());
        return data.equals(present.resolve(".stockledger"))
                ? script + " token"
                : script + " token --data " + quoted(data.toString());
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The lines to print. */
    List<String> lines(Instant now) {
        String productId = "mug-" + STAMP.format(now);
        return List.of(
                """
                curl -s %s/v1/products%s -H 'Content-Type: application/json' \
                -d '{"productId":"%s","name":"Blue mug","sku":"MUG-BLUE","initialQuantity":10}'\
                """
                        .formatted(command.url(), token("inventory:write"), productId),
                """
                curl -s %s/v1/products/%s/reservations%s -H 'Content-Type: application/json' \
                -d '{"orderId":"order-1","quantity":2}'\
                """
                        .formatted(command.url(), productId, token("inventory:write")),
                // The read model is a moment behind the write, so the command retries.
                "curl -sf --retry 5 --retry-delay 1 --retry-all-errors %s/v1/inventory/%s%s"
                        .formatted(query.url(), productId, token("inventory:read")));
    }

    private String token(String scope) {
        return tokenCommand == null
                ? ""
                : " -H \"Authorization: Bearer $(%s --scope %s)\"".formatted(tokenCommand, scope);
    }
}
