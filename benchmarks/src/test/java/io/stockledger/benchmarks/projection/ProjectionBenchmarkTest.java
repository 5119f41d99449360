package io.stockledger.benchmarks.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.benchmarks.database.ViewsDatabase;
import io.stockledger.query.app.ReadModels;
import io.stockledger.query.intake.Projection;

import org.junit.jupiter.api.Test;

import java.util.List;

class ProjectionBenchmarkTest {

    @Test
    void the_load_of_all_read_models_projects_and_names_every_registered_read_model() {
        List<String> registered =
                ReadModels.registered(1).projections().stream().map(Projection::name).toList();

        assertThat(ViewsDatabase.READ_MODELS.stream().map(Projection::name))
                .containsExactlyElementsOf(registered);
        assertThat(ProjectionBenchmark.ALL_TEXT)
                .contains("all %d read models".formatted(registered.size()))
                .contains(registered);
    }
}
