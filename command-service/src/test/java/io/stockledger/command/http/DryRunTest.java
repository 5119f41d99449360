package io.stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dryRun=true",
                "x=1&dryRun=true",
                "dryRun=true&x=%zz",
                "%64ryRun=true",
                "dryRun=yes",
                "dryRun",
                "dryRun=",
                "dryRun=%zz",
                "dryRun=false&dryRun=true"
            })
    void a_query_with_the_parameter_asks_for_a_dry_run_even_if_it_is_malformed(String query) {
        assertThat(DryRun.isAskedFor(query)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "dryRun=false", "dryrun=true", "x=dryRun", "dryRun2=true", "%zz"})
    void another_query_does_not_ask_for_a_dry_run(@Nullable String query) {
        assertThat(DryRun.isAskedFor(query)).isFalse();
    }
}
