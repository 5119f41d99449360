package io.stockledger.teststack;

/**
 * A new, empty database. In a views database the owner and the application are the same role. The
 * reader has rights only after the migrations.
 */
public record TestDatabase(
        String name,
        String jdbcUrl,
        String ownerUser,
        String ownerPassword,
        String applicationUser,
        String applicationPassword,
        String readerPassword) {}
