/**
 * Bulk requests: many commands in one NDJSON body, decided in order and answered line by line. May
 * import {@code command.http}, the domain and the writer; {@code command.http} does not import it.
 */
@NullMarked
package io.stockledger.command.http.bulk;

import org.jspecify.annotations.NullMarked;
