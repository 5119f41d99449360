package io.stockledger.query.inventory.search;

import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A piece of SQL together with the values of its named parameters. A statement is composed of
 * fragments, so it contains exactly the conditions that are given and binds exactly their values; a
 * value never becomes part of the text. Immutable.
 *
 * @param sql SQL with parameters such as {@code :sku} and placeholders such as <code>{where}</code>
 * @param parameters the typed values by parameter name
 */
record SqlFragment(String sql, Map<String, SqlParameterValue> parameters) {

    static final SqlFragment NONE = of("");

    private static final SqlFragment TRUE = of("TRUE");

    SqlFragment {
        parameters = Map.copyOf(parameters);
    }

    static SqlFragment of(String sql) {
        return new SqlFragment(sql, Map.of());
    }

    /** The conjunction of conditions; true if there are none. */
    static SqlFragment allOf(List<SqlFragment> conditions) {
        if (conditions.isEmpty()) {
            return TRUE;
        }
        var all = new HashMap<String, SqlParameterValue>();
        conditions.forEach(condition -> all.putAll(condition.parameters));
        return new SqlFragment(
                conditions.stream().map(SqlFragment::sql).collect(Collectors.joining("\nAND ")),
                all);
    }

    /** The rows of all these statements. */
    static SqlFragment unionOf(List<SqlFragment> parts) {
        var all = new HashMap<String, SqlParameterValue>();
        parts.forEach(part -> all.putAll(part.parameters));
        return new SqlFragment(
                parts.stream()
                        .map(part -> part.sql.strip())
                        .collect(Collectors.joining("\nUNION ALL\n")),
                all);
    }

    /**
     * Binds a parameter of this fragment.
     *
     * @param type a constant of {@link java.sql.Types}
     */
    SqlFragment bind(String name, int type, Object value) {
        var all = new HashMap<>(parameters);
        all.put(name, new SqlParameterValue(type, value));
        return new SqlFragment(sql, all);
    }

    /**
     * Replaces a placeholder by another fragment.
     *
     * @param placeholder its name, without the braces
     * @throws IllegalArgumentException if this fragment has no such placeholder
     */
    SqlFragment insert(String placeholder, SqlFragment fragment) {
        String place = '{' + placeholder + '}';
        if (!sql.contains(place)) {
            throw new IllegalArgumentException("no placeholder " + place + " in: " + sql);
        }
        var all = new HashMap<>(parameters);
        all.putAll(fragment.parameters);
        return new SqlFragment(sql.replace(place, fragment.sql.strip()), all);
    }

    /** Replaces a placeholder by SQL without parameters. */
    SqlFragment insert(String placeholder, String text) {
        return insert(placeholder, of(text));
    }

    /** The parameters as Spring's templates take them. */
    MapSqlParameterSource parameterSource() {
        return new MapSqlParameterSource(parameters);
    }
}
