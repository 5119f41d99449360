package io.stockledger.teststack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockledger.localstack.process.StackFailure;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Optional;

class PartsChoiceTest {

    private static final PartsChoice.Engine COMPLETE = engine(null, null);

    @Test
    void containers_are_chosen_if_an_engine_has_the_images() {
        assertThat(PartsChoice.between(null, COMPLETE).kind())
                .isEqualTo(PartsChoice.Kind.TESTCONTAINERS);
    }

    @Test
    void embedded_parts_are_chosen_if_no_engine_answers_and_the_printed_line_gives_the_reason() {
        PartsChoice choice = PartsChoice.between(null, engine("no Docker engine answers", null));

        assertThat(choice.kind()).isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(choice.line())
                .isEqualTo("Test stack: embedded Postgres and Kafka (no Docker engine answers)");
    }

    @Test
    void embedded_parts_are_chosen_if_an_image_cannot_be_pulled() {
        PartsChoice choice = PartsChoice.between(null, engine(null, "cannot get postgres:18"));

        assertThat(choice.kind()).isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(choice.reason()).isEqualTo("cannot get postgres:18");
    }

    @Test
    void the_property_decides_without_a_connection_to_an_engine() {
        PartsChoice.Engine unused =
                new PartsChoice.Engine() {
                    @Override
                    public Optional<String> missing() {
                        throw new AssertionError("used");
                    }

                    @Override
                    public Optional<String> imagesMissing() {
                        throw new AssertionError("used");
                    }
                };

        assertThat(PartsChoice.between("embedded", unused).kind())
                .isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(PartsChoice.between("testcontainers", unused).kind())
                .isEqualTo(PartsChoice.Kind.TESTCONTAINERS);
    }

    @Test
    void an_unknown_value_of_the_property_is_refused_with_the_known_values() {
        assertThatThrownBy(() -> PartsChoice.between("docker", COMPLETE))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("embedded or testcontainers");
    }

    private static PartsChoice.Engine engine(
            @Nullable String missing, @Nullable String imagesMissing) {
        return new PartsChoice.Engine() {
            @Override
            public Optional<String> missing() {
                return Optional.ofNullable(missing);
            }

            @Override
            public Optional<String> imagesMissing() {
                return Optional.ofNullable(imagesMissing);
            }
        };
    }
}
