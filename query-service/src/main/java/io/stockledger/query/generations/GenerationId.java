package io.stockledger.query.generations;

/**
 * The key of a generation.
 *
 * @param projection the read model's name
 * @param number from 1, unique within the read model
 */
public record GenerationId(String projection, int number) {}
