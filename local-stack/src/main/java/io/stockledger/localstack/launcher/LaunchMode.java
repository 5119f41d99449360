package io.stockledger.localstack.launcher;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/**
 * The choices of the command line that are settings of every service.
 *
 * @param keySet the key set of the issuer of tokens; null if security is off
 * @param sandboxClock the file of the clock of a sandbox; null outside a sandbox
 */
record LaunchMode(@Nullable URI keySet, @Nullable Path sandboxClock) {}
