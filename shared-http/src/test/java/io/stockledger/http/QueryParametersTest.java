package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class QueryParametersTest {

    @Test
    void parameters_are_read_by_name_and_absent_ones_are_null_or_their_default() {
        QueryParameters query =
                query(
                        new RequestWith()
                                .parameter("q", " a b ")
                                .parameter("limit", "7")
                                .parameter("inStock", "false")
                                .parameter("sort", "name"));

        assertThat(query.text("q", 5)).isEqualTo(" a b ");
        assertThat(query.text("sku", 5)).isNull();
        assertThat(query.identifier("warehouseId")).isNull();
        assertThat(query.wholeNumber("limit", 1, 500)).isEqualTo(7);
        assertThat(query.wholeNumber("from", 0, 9)).isNull();
        assertThat(query.wholeNumberOr("after", 0, 9, 3)).isEqualTo(3);
        assertThat(query.flag("inStock")).isEqualTo(false);
        assertThat(query.flag("other")).isNull();
        assertThat(query.oneOf("sort", List.of("name", "sku"))).isEqualTo("name");
        assertThatCode(query::finish).doesNotThrowAnyException();
    }

    @Test
    void an_instant_is_read_to_the_microsecond() {
        QueryParameters query =
                query(
                        new RequestWith()
                                .parameter("asOf", "2026-03-01T09:30:00.1234567Z")
                                .parameter("from", "2026-03-01T09:30:00Z"));

        assertThat(query.instant("asOf")).isEqualTo("2026-03-01T09:30:00.123456Z");
        assertThat(query.instant("from")).isEqualTo("2026-03-01T09:30:00Z");
        assertThat(query.instant("to")).isNull();
        assertThat(query.isGiven("from")).isTrue();
        assertThat(query.isGiven("to")).isFalse();
        assertThatCode(query::finish).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-01",
                "2026-03-01T09:30:00",
                "2026-03-01T09:30:00+01:00",
                "2026-02-30T09:30:00Z",
                "2026-03-01T99:30:00Z",
                "2026-03-01T::::::::Z",
                "+999999999-01-01T00:00:00Z"
            })
    void an_instant_that_is_malformed_or_not_in_utc_is_refused(String value) {
        QueryParameters query = query(new RequestWith().parameter("asOf", value));

        assertThat(query.instant("asOf")).isNull();
        assertRefuses(query, "asOf", "must be an instant in UTC such as 2026-03-01T09:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 7",
                "+7",
                "7.0",
                "1e2",
                "x",
                "0",
                "501",
                "-1",
                "99999999999999999999",
                "٧"
            })
    void a_number_that_is_malformed_or_out_of_bounds_is_refused_with_its_bounds(String value) {
        QueryParameters query = query(new RequestWith().parameter("limit", value));
        query.wholeNumber("limit", 1, 500);

        assertRefuses(query, "limit", "must be a whole number from 1 to 500");
    }

    @Test
    void a_number_at_each_bound_is_accepted() {
        QueryParameters query =
                query(new RequestWith().parameter("least", "1").parameter("greatest", "500"));

        assertThat(query.wholeNumber("least", 1, 500)).isEqualTo(1);
        assertThat(query.wholeNumber("greatest", 1, 500)).isEqualTo(500);
        assertThatCode(query::finish).doesNotThrowAnyException();
    }

    @Test
    void a_repeated_parameter_is_refused() {
        QueryParameters query = query(new RequestWith().parameter("sku", "a", "b"));
        query.text("sku", 5);

        assertRefuses(query, "sku", "is given more than once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TRUE", "yes", "1"})
    void a_flag_that_is_not_true_or_false_is_refused(String value) {
        QueryParameters query = query(new RequestWith().parameter("inStock", value));
        query.flag("inStock");

        assertRefuses(query, "inStock", "must be true or false");
    }

    @Test
    void text_that_is_empty_or_too_long_is_refused() {
        QueryParameters empty = query(new RequestWith().parameter("q", ""));
        empty.text("q", 5);
        assertRefuses(empty, "q", "must not be empty");

        QueryParameters large = query(new RequestWith().parameter("q", "123456"));
        large.text("q", 5);
        assertRefuses(large, "q", "must have at most 5 characters");
    }

    @Test
    void an_unknown_parameter_is_refused_and_named() {
        QueryParameters query = query(new RequestWith().parameter("limits", "7"));
        query.wholeNumber("limit", 1, 500);

        assertRefuses(query, "limits", "is not a parameter of this request");
    }

    @Test
    void a_malformed_identifier_is_refused() {
        QueryParameters query = query(new RequestWith().parameter("sku", " a"));
        query.identifier("sku");

        assertRefuses(query, "sku", "must not begin or end with white space");
    }

    @Test
    void all_faults_are_named_in_one_problem() {
        QueryParameters query =
                query(new RequestWith().parameter("limit", "x").parameter("other", "1"));
        query.wholeNumber("limit", 1, 500);
        query.refuse("sort", "is no column");

        assertThatThrownBy(query::finish)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().fields().get("errors"))
                                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                                        .extracting("field")
                                        .containsExactly("limit", "sort", "other"));
    }

    private static QueryParameters query(RequestWith request) {
        return QueryParameters.of(request.request());
    }

    private static void assertRefuses(QueryParameters query, String field, String message) {
        assertThatThrownBy(query::finish)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().status()).isEqualTo(400);
                            assertThat(e.problem().detail()).isEqualTo(field + ": " + message);
                        });
    }
}
