package io.stockledger.access;

/** The permissions that a token grants. None includes another one. */
public enum Scope {
    /** All reads, lookups and streams. */
    READ("inventory:read"),
    /** All commands, their dry runs included. */
    WRITE("inventory:write"),
    /** Rebuilds, republishing, dead letters and the metrics. */
    ADMIN("inventory:admin");

    private final String value;

    Scope(String value) {
        this.value = value;
    }

    /** The scope as it is in a token. */
    public String value() {
        return value;
    }

    /** The authority that Spring Security makes of the scope. */
    String authority() {
        return "SCOPE_" + value;
    }
}
