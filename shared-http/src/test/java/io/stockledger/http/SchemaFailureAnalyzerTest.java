package io.stockledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;

import java.util.Objects;

class SchemaFailureAnalyzerTest {

    @Test
    void a_changed_migration_is_named_with_a_cure() {
        var mismatch =
                new FlywayValidateException(
                        new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "Migrations have failed"),
                        """
                        Migration checksum mismatch for migration version 3
                        -> Applied to database : 5
                        -> Resolved locally    : -912859196
                        Either revert the changes to the migration, or run repair.\
                        """);

        var analysis =
                Objects.requireNonNull(
                        new SchemaFailureAnalyzer()
                                .analyze(new IllegalStateException("no bean", mismatch)));

        assertThat(analysis.getDescription())
                .isEqualTo(
                        "the tables of the database are those of another version of Stockledger:"
                                + " Migration checksum mismatch for migration version 3;");
        assertThat(analysis.getAction()).contains("start the version that made them");
    }
}
