package io.stockledger.command.http;

import static io.stockledger.command.http.EveryCommand.json;
import static io.stockledger.command.testing.Calls.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.testing.Calls;
import io.stockledger.command.testing.Calls.Answer;

import java.util.List;

/**
 * A command on a product and the refusal that it gets. Before it, the product is at version 3:
 * {@code main} holds 10, {@code north} holds 90, and order {@code o-1} has reserved 50 from
 * anywhere.
 *
 * @param before further commands that prepare the product, as {@code METHOD target body}
 * @param call the command, in the same form; the target is the path after that of the product
 * @param ifMatch the version in {@code If-Match}, or empty without this header
 * @param fields the further members of the problem, as JSON without the braces; of the members that
 *     it does not name, any may be there
 */
record RefusedCall(
        String name,
        List<String> before,
        String call,
        String ifMatch,
        int status,
        String problem,
        String fields) {

    /** A refusal of a product that is at version 3. */
    static RefusedCall refused(
            String name, String call, int status, String problem, String fields) {
        return new RefusedCall(name, List.of(), call, "", status, problem, fields);
    }

    RefusedCall after(String... prepared) {
        return new RefusedCall(name, List.of(prepared), call, ifMatch, status, problem, fields);
    }

    RefusedCall atVersion(int version) {
        return new RefusedCall(name, before, call, "\"" + version + "\"", status, problem, fields);
    }

    /** Sends a command of the form {@code METHOD target body} on the product. */
    static Answer send(
            Calls calls, String productId, String call, String query, String... headers) {
        String[] parts = call.split(" ", 3);
        String body = parts.length < 3 ? "" : json(parts[2]);
        String target = parts[1].equals(".") ? "" : "/" + parts[1];
        return calls.call(parts[0], path(productId) + target + query, body, headers);
    }

    /**
     * Prepares a new product and checks the refusal of the command, the same refusal of its dry
     * run, and that neither records anything.
     */
    void check(Calls calls) {
        String productId = calls.product(10);
        calls.receive(productId, "north", 90);
        calls.reserve(productId, "o-1", 50);
        for (String prepared : before) {
            Answer answer = send(calls, productId, prepared, "");
            assertThat(answer.status()).as("%s: %s", prepared, answer.body()).isEqualTo(200);
        }
        long version = calls.version(productId);
        String[] headers = ifMatch.isEmpty() ? new String[0] : new String[] {"If-Match", ifMatch};

        Answer dryRun = send(calls, productId, call, "?dryRun=true", headers);
        Answer answer = send(calls, productId, call, "", headers);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.body().get("title").asString()).isNotEmpty();
        assertThat(answer.body().get("detail").asString()).isNotEmpty();
        assertThat(answer.body().get("instance").asString()).startsWith(path(productId));
        Calls.JSON
                .readTree("{" + json(fields) + "}")
                .forEachEntry(
                        (name, value) -> assertThat(answer.body().get(name)).isEqualTo(value));
        assertThat(answer.header("Dry-Run")).isEmpty();
        assertThat(dryRun.body()).isEqualTo(answer.body());
        assertThat(dryRun.header("Dry-Run")).isEqualTo("true");
        assertThat(calls.version(productId)).isEqualTo(version);
    }

    @Override
    public String toString() {
        return name;
    }
}
