package io.stockledger.teststack;

/** A new, empty database. In a views database the owner and the application are the same role. */
public record TestDatabase(
        String name,
        String jdbcUrl,
        String ownerUser,
        String ownerPassword,
        String applicationUser,
        String applicationPassword) {}
