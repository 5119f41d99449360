package io.stockledger.command.domain;

import org.jspecify.annotations.Nullable;

/** The part of a change that concerns one value: it stays, or it is set, possibly to null. */
public sealed interface Edit<T> {

    /** The value stays. */
    record Keep<T>() implements Edit<T> {}

    /** The value is set; null removes it. */
    record SetTo<T>(@Nullable T value) implements Edit<T> {}

    /** The value after the change. */
    default @Nullable T apply(@Nullable T before) {
        return switch (this) {
            case Keep<T> _ -> before;
            case SetTo<T>(T value) -> value;
        };
    }
}
