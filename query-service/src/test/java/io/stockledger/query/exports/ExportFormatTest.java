package io.stockledger.query.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.http.ProblemException;
import io.stockledger.http.QueryParameters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

import java.time.Instant;

class ExportFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "page",
            value = {
                "text/csv | CSV",
                "text/csv; charset=utf-8 | CSV",
                "text/* | CSV",
                "application/x-ndjson | JSON_LINES",
                "application/x-ndjson, text/csv | JSON_LINES",
                "text/csv;q=0.5, application/x-ndjson | JSON_LINES",
                "application/json | page",
                "text/csv;q=0.5, application/json | page",
                "application/* | page",
                "*/* | page",
                "text/html, */*;q=0.8 | page"
            })
    void the_header_accept_chooses_the_format(String accept, @Nullable ExportFormat format)
            throws HttpMediaTypeNotAcceptableException {
        var request = new MockHttpServletRequest();
        request.addHeader("Accept", accept);
        assertThat(ExportFormat.of(request)).isEqualTo(format);
    }

    @Test
    void a_request_without_the_header_asks_for_a_page() throws HttpMediaTypeNotAcceptableException {
        assertThat(ExportFormat.of(new MockHttpServletRequest())).isNull();
    }

    @ParameterizedTest
    @CsvSource({"limit, 10", "cursor, abc"})
    void the_parameters_of_a_page_are_refused(String name, String value) {
        var request = new MockHttpServletRequest();
        request.setParameter(name, value);
        QueryParameters query = QueryParameters.of(request);
        ExportFormat.CSV.refusePaging(query);
        assertThatThrownBy(query::finish)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem().detail())
                                        .startsWith(name + ": is not allowed with text/csv"));
    }

    @Test
    void a_csv_file_has_a_name_and_json_lines_have_none() {
        var csv = new MockHttpServletResponse();
        ExportFormat.CSV.setHeaders(csv, "stock", Instant.parse("2026-03-01T09:05:07.5Z"));
        assertThat(csv.getContentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(csv.getHeader("Content-Disposition"))
                .isEqualTo("attachment; filename=\"stock-20260301T090507Z.csv\"");

        var jsonLines = new MockHttpServletResponse();
        ExportFormat.JSON_LINES.setHeaders(jsonLines, "stock", Instant.EPOCH);
        assertThat(jsonLines.getContentType()).startsWith("application/x-ndjson");
        assertThat(jsonLines.getHeader("Content-Disposition")).isNull();
    }
}
