package io.stockledger.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names each setting that stops the start, with its value and its bound. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class SettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Set<Class<?>> WHOLE_NUMBERS =
            Set.of(short.class, int.class, long.class, Short.class, Integer.class, Long.class);

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        String description =
                cause.getCause() instanceof BindValidationException validation
                        ? outOfBounds(validation.getValidationErrors())
                        : unreadable(cause);
        return description == null ? null : new FailureAnalysis(description, null, cause);
    }

    private static String outOfBounds(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> outOfBounds(errors.getName().toString(), error))
                .collect(Collectors.joining("; "));
    }

    private static String outOfBounds(String prefix, ObjectError error) {
        if (error instanceof FieldError field) {
            return setting(prefix + "." + dashed(field.getField()), field.getRejectedValue())
                    + bound(field);
        }
        return prefix + " " + error.getDefaultMessage();
    }

    private static @Nullable String unreadable(BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        Class<?> type = cause.getTarget().getType().resolve();
        return property == null || type == null || !WHOLE_NUMBERS.contains(type)
                ? null
                : setting(property.getName().toString(), property.getValue())
                        + "must be a whole number of the type "
                        + type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String setting(String name, @Nullable Object value) {
        return name
                + " is "
                + (value instanceof Number ? value : "'" + (value == null ? "" : value) + "'")
                + " and ";
    }

    /** In English, whatever the language of the machine. */
    private static String bound(FieldError error) {
        Object[] arguments = error.getArguments();
        Object bound = arguments == null || arguments.length < 2 ? "" : arguments[1];
        return switch (String.valueOf(error.getCode())) {
            case "Min" -> "must be at least " + bound;
            case "Max" -> "must be at most " + bound;
            case "NotBlank" -> "must not be empty";
            default -> String.valueOf(error.getDefaultMessage());
        };
    }

    /** A field in the form of its setting: {@code lagMaxMs} is {@code lag-max-ms}. */
    private static String dashed(String field) {
        return field.replaceAll("(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT);
    }
}
