package io.stockledger.localstack.postgres;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The passwords of the superuser, of the three roles of the services, and of the role that reads.
 */
public record Passwords(
        String administrator, String owner, String application, String query, String reader) {

    private static final int PASSWORD_BYTES = 16;

    /** Generates passwords of hexadecimal digits, which need no quotes in shells and files. */
    public static Passwords generate() {
        SecureRandom random = new SecureRandom();
        return new Passwords(next(random), next(random), next(random), next(random), next());
    }

    /** A password like the generated ones. */
    public static String next() {
        return next(new SecureRandom());
    }

    private static String next(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Hides the passwords, so that no log shows them. */
    @Override
    public String toString() {
        return "Passwords[hidden]";
    }
}
