/**
 * A real, durable Postgres as a child process: its programs, its server, its roles and its
 * databases. May import the process package, the Postgres driver and commons-compress.
 */
@NullMarked
package io.stockledger.localstack.postgres;

import org.jspecify.annotations.NullMarked;
