package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class RequestFieldsTest {

    @Test
    void well_formed_fields_are_read_unchanged() {
        RequestFields fields =
                fields(
                        """
                        {"id": "85123A/B", "name": " lamp ", "quantity": 5, "ids": ["a", "b", "a"],
                         "greatest": 9007199254740991, "nothing": null}
                        """);

        assertThat(fields.identifier("id")).isEqualTo("85123A/B");
        assertThat(fields.text("name", 10)).isEqualTo(" lamp ");
        assertThat(fields.wholeNumber("quantity")).isEqualTo(5);
        assertThat(fields.wholeNumber("greatest")).isEqualTo((1L << 53) - 1);
        assertThat(fields.identifiers("ids", 1, 3)).containsExactly("a", "b", "a");
        assertThat(fields.identifierOr("nothing", "main")).isEqualTo("main");
        assertThat(fields.identifierOr("absent", "main")).isEqualTo("main");
        assertThat(fields.optionalWholeNumber("nothing")).isNull();
        assertThat(fields.optionalWholeNumber("absent")).isNull();
        assertThatCode(fields::finish).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "1.5", "1e3", "1E0", "\"5\"", "true", "[5]", "{}", "-0.0"})
    void a_number_that_is_not_in_plain_digits_is_refused_by_field(String number) {
        RequestFields fields = fields("{\"quantity\": " + number + "}");
        fields.wholeNumber("quantity");

        assertRefuses(fields, "quantity", "must be a whole number in plain digits");
    }

    @Test
    void a_number_beyond_long_reads_as_the_nearest_long_and_is_kept_as_sent() {
        String large = "9".repeat(30);
        RequestFields fields =
                fields("{\"up\": " + large + ", \"down\": -" + large + ", \"edge\": " + 1 + "}");

        assertThat(fields.wholeNumber("up")).isEqualTo(Long.MAX_VALUE);
        assertThat(fields.wholeNumber("down")).isEqualTo(Long.MIN_VALUE);
        assertThat(fields.wholeNumber("edge")).isEqualTo(1);
        assertThat(fields.numberAsSent("up")).isEqualTo(new BigInteger(large));
        assertThat(fields.numberAsSent("absent")).isNull();
        assertThatCode(fields::finish).doesNotThrowAnyException();
    }

    @Test
    void all_faults_are_named_in_one_problem() {
        RequestFields fields =
                fields("{\"quantity\": \"5\", \"orderId\": 7, \"quantitty\": 5, \"id\": \" a\"}");
        fields.identifier("id");
        fields.identifier("orderId");
        fields.wholeNumber("quantity");
        fields.identifier("warehouseId");
        fields.refuse("other", "is refused too");

        assertThat(errors(fields))
                .containsExactlyInAnyOrder(
                        error("id", "must not begin or end with white space"),
                        error("orderId", "must be text"),
                        error("quantity", "must be a whole number in plain digits"),
                        error("warehouseId", "is missing"),
                        error("other", "is refused too"),
                        error("quantitty", "is not a field of this request"));
    }

    @Test
    void fields_of_objects_in_a_list_are_read_strictly_and_named_with_their_index() {
        RequestFields fields =
                fields(
                        """
                        {"lines": [{"id": "a", "quantity": 1}, {"id": " ", "quantity": "x"}, 7,
                                   {"id": "b", "quantitty": 1, "quantity": 1}]}
                        """);
        for (RequestFields line : fields.objects("lines", 1, 4)) {
            line.identifier("id");
            line.wholeNumber("quantity");
        }

        assertThat(errors(fields))
                .containsExactlyInAnyOrder(
                        error("lines[2]", "must be an object"),
                        error("lines[1].id", "must not begin or end with white space"),
                        error("lines[1].quantity", "must be a whole number in plain digits"),
                        error("lines[3].quantitty", "is not a field of this request"));
    }

    @Test
    void a_number_in_a_list_of_objects_is_kept_as_sent() {
        String large = "9".repeat(30);
        RequestFields fields = fields("{\"lines\": [{}, {\"quantity\": %s}]}".formatted(large));

        List<RequestFields> lines = fields.objects("lines", 1, 2);

        assertThat(lines.getLast().wholeNumber("quantity")).isEqualTo(Long.MAX_VALUE);
        assertThat(fields.numberAsSent("lines[1].quantity")).isEqualTo(new BigInteger(large));
        assertThat(fields.numberAsSent("lines[0].quantity")).isNull();
        assertThat(fields.numberAsSent("lines[9].quantity")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}, {}, {}]", "{}", "\"a\"", "null"})
    void a_list_of_objects_outside_its_bounds_is_refused(String lines) {
        RequestFields fields = fields("{\"lines\": " + lines + "}");

        assertThat(fields.objects("lines", 1, 2)).isEmpty();

        assertThat(errors(fields))
                .containsExactly(
                        error(
                                "lines",
                                lines.equals("null")
                                        ? "is missing"
                                        : "must be a list of 1 to 2 objects"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "1.5", "\"5\"", "99999999999999999999", "[]"})
    void a_number_outside_its_bounds_is_refused_once(String number) {
        RequestFields fields = fields("{\"seconds\": " + number + "}");

        assertThat(fields.optionalWholeNumber("seconds", 1, 10)).isNull();

        assertThat(errors(fields))
                .containsExactly(
                        error("seconds", "must be a whole number in plain digits from 1 to 10"));
    }

    @Test
    void a_request_with_more_than_100_faults_is_answered_with_the_first_100_and_their_number() {
        RequestFields fields = fields("{\"lines\": [" + "7,".repeat(249) + "7]}");
        fields.objects("lines", 1, 250);

        assertThat(errors(fields)).hasSize(100);
        assertThatThrownBy(fields::finish).hasMessageContaining("(and 249 more)");
    }

    @Test
    void a_null_field_counts_as_missing() {
        RequestFields fields = fields("{\"quantity\": null, \"id\": null, \"name\": null}");
        fields.wholeNumber("quantity");
        fields.identifier("id");
        fields.text("name", 10);
        fields.identifiers("ids", 1, 2);

        assertThat(errors(fields))
                .containsExactly(
                        error("quantity", "is missing"),
                        error("id", "is missing"),
                        error("name", "is missing"),
                        error("ids", "is missing"));
    }

    @Test
    void an_optional_field_of_the_wrong_type_is_refused() {
        RequestFields fields = fields("{\"warehouseId\": 7, \"oldQuantity\": \"7\"}");
        fields.identifierOr("warehouseId", "main");
        fields.optionalWholeNumber("oldQuantity");

        assertThat(errors(fields))
                .containsExactly(
                        error("warehouseId", "must be text"),
                        error("oldQuantity", "must be a whole number in plain digits"));
    }

    @Test
    void a_list_is_refused_as_a_whole_or_by_its_elements() {
        RequestFields fields =
                fields(
                        "{\"none\": [], \"many\": [\"a\",\"b\"], \"text\": \"a\", \"bad\": [\"\","
                                + " 7]}");
        fields.identifiers("none", 1, 5);
        fields.identifiers("many", 1, 1);
        fields.identifiers("text", 1, 5);
        fields.identifiers("bad", 1, 5);

        assertThat(errors(fields))
                .containsExactly(
                        error("none", "must be a list of 1 to 5 identifiers"),
                        error("many", "must be a list of 1 to 1 identifiers"),
                        error("text", "must be a list of 1 to 5 identifiers"),
                        error("bad[0]", "must not be empty"),
                        error("bad[1]", "must be text"));
    }

    @Test
    void each_query_parameter_of_a_call_without_a_query_is_refused() {
        RequestFields fields = fields("{}");
        fields.refuseQuery(
                new RequestWith()
                        .parameter("dryRun", "true")
                        .parameter("quantity", "2", "3")
                        .request());

        assertThat(errors(fields))
                .containsExactly(
                        error("dryRun", "is not a parameter of this request"),
                        error("quantity", "is not a parameter of this request"));
    }

    @Test
    void a_request_without_a_query_has_no_parameter_to_refuse() {
        RequestFields fields = fields("{}");
        fields.refuseQuery(new RequestWith().request());

        assertThatCode(fields::finish).doesNotThrowAnyException();
    }

    @Test
    void the_flag_of_a_query_is_true_or_false_and_no_other_parameter_is_allowed() {
        assertThat(flag("true")).isTrue();
        assertThat(flag("false")).isFalse();
        assertThat(fields("{}").queryFlag(new RequestWith().request(), "dryRun")).isFalse();

        RequestFields fields = fields("{}");
        fields.queryFlag(
                new RequestWith().parameter("dryRun", "yes").parameter("x", "1").request(),
                "dryRun");
        assertThat(errors(fields))
                .containsExactly(
                        error("dryRun", "must be true or false"),
                        error("x", "is not a parameter of this request"));
    }

    private static boolean flag(String value) {
        RequestFields fields = fields("{}");
        boolean flag =
                fields.queryFlag(new RequestWith().parameter("dryRun", value).request(), "dryRun");
        fields.finish();
        return flag;
    }

    @Test
    void a_call_in_which_null_is_a_value_distinguishes_it_from_an_absent_field() {
        RequestFields fields = fields("{\"null\": null, \"given\": 7}");

        assertThat(fields.isPresent("null")).isTrue();
        assertThat(fields.isGiven("null")).isFalse();
        assertThat(fields.isPresent("given")).isTrue();
        assertThat(fields.isPresent("absent")).isFalse();
        fields.refuseNull("given");
        fields.refuseNull("absent");
        fields.refuseNull("null");
        assertRefuses(fields, "null", "must not be null");
    }

    @Test
    void an_optional_text_or_identifier_is_null_if_it_is_absent_and_checked_if_it_is_given() {
        RequestFields fields = fields("{\"name\": \"abc\", \"id\": \" a\", \"none\": null}");

        assertThat(fields.optionalText("none", 2)).isNull();
        assertThat(fields.optionalIdentifier("none")).isNull();
        assertThat(fields.optionalText("absent", 2)).isNull();
        fields.optionalText("name", 2);
        fields.optionalIdentifier("id");
        assertThat(errors(fields)).extracting("field").containsExactly("name", "id");
    }

    @Test
    void an_identifier_of_the_path_is_checked_by_the_same_rules() {
        RequestFields fields = RequestFields.none();

        assertThat(fields.identifier("productId", "a\nb")).isEqualTo("a\nb");
        assertRefuses(
                fields,
                "productId",
                "must not contain the control character U+000A (at position 2)");
    }

    private static RequestFields fields(String json) {
        return RequestFields.of(json.getBytes(UTF_8));
    }

    private static Map<String, String> error(String field, String message) {
        return Map.of("field", field, "message", message);
    }

    private static List<Object> errors(RequestFields fields) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, fields::finish);
        Object errors = Objects.requireNonNull(refusal.problem().fields().get("errors"));
        return List.copyOf((List<?>) errors);
    }

    private static void assertRefuses(RequestFields fields, String field, String message) {
        assertThat(errors(fields)).hasSize(1).first().isEqualTo(error(field, message));
    }
}
