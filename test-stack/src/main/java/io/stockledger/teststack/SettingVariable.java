package io.stockledger.teststack;

import java.util.Locale;

/** The environment variable of a Spring property. */
public final class SettingVariable {

    private SettingVariable() {}

    /** Such as {@code SPRING_DATASOURCE_PASSWORD} of {@code spring.datasource.password}. */
    public static String of(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
