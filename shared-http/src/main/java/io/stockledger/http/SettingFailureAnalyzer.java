package io.stockledger.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
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
                        ? outOfBounds(
                                validation.getValidationErrors(),
                                cause.getTarget().getType().resolve(Object.class))
                        : unreadable(cause);
        return description == null ? null : new FailureAnalysis(description, null, cause);
    }

    private static String outOfBounds(ValidationErrors errors, Class<?> settings) {
        return errors.getAllErrors().stream()
                .map(error -> outOfBounds(errors.getName().toString(), settings, error))
                .collect(Collectors.joining("; "));
    }

    private static String outOfBounds(String prefix, Class<?> settings, ObjectError error) {
        if (error instanceof FieldError field) {
            return setting(prefix + name(settings, field.getField()), field.getRejectedValue())
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

    /**
     * The name of a setting after the prefix: that of {@code query.lagMaxMs} is {@code
     * .query.lag-max-ms}. A component of the settings may have another name than its key.
     */
    private static String name(Class<?> settings, String path) {
        var name = new StringBuilder();
        Class<?> type = settings;
        for (String field : path.split("\\.", -1)) {
            name.append('.').append(key(type, field));
            type = typeOf(type, field);
        }
        return name.toString();
    }

    private static String key(Class<?> type, String field) {
        return Arrays.stream(type.getDeclaredConstructors())
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .filter(parameter -> parameter.getName().equals(field))
                .map(parameter -> parameter.getAnnotation(Name.class))
                .filter(Objects::nonNull)
                .map(Name::value)
                .findFirst()
                .orElseGet(() -> field.replaceAll("(?=\\p{Lu})", "-").toLowerCase(Locale.ROOT));
    }

    private static Class<?> typeOf(Class<?> type, String field) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getName().equals(field)) {
                    return component.getType();
                }
            }
        }
        return Object.class;
    }
}
