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
    void containers_are_chosen_where_an_engine_has_the_images() {
        assertThat(PartsChoice.between(null, COMPLETE).kind())
                .isEqualTo(PartsChoice.Kind.TESTCONTAINERS);
    }

    @Test
    void the_embedded_parts_are_chosen_where_no_engine_answers_and_the_line_says_so() {
        PartsChoice choice = PartsChoice.between(null, engine("no Docker engine answers", null));

        assertThat(choice.kind()).isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(choice.line())
                .isEqualTo("Test stack: embedded Postgres and Kafka (no Docker engine answers)");
    }

    @Test
    void the_embedded_parts_are_chosen_where_an_image_cannot_be_had() {
        PartsChoice choice = PartsChoice.between(null, engine(null, "cannot get postgres:18"));

        assertThat(choice.kind()).isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(choice.reason()).isEqualTo("cannot get postgres:18");
    }

    @Test
    void the_property_decides_without_asking_an_engine() {
        PartsChoice.Engine unasked =
                new PartsChoice.Engine() {
                    @Override
                    public Optional<String> missing() {
                        throw new AssertionError("asked");
                    }

                    @Override
                    public Optional<String> imagesMissing() {
                        throw new AssertionError("asked");
                    }
                };

        assertThat(PartsChoice.between("embedded", unasked).kind())
                .isEqualTo(PartsChoice.Kind.EMBEDDED);
        assertThat(PartsChoice.between("testcontainers", unasked).kind())
                .isEqualTo(PartsChoice.Kind.TESTCONTAINERS);
    }

    @Test
    void another_value_of_the_property_is_refused_with_the_values_there_are() {
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
