/**
 * Bulk requests: many commands in one NDJSON body, decided in order and answered line by line.
 * Imports the package above it, the domain and the writer.
 */
@NullMarked
package io.stockledger.command.http.bulk;

import org.jspecify.annotations.NullMarked;
