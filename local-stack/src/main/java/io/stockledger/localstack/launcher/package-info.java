/**
 * The program behind ./run: it starts Postgres, Kafka and the services' own jars, watches them, and
 * stops them in order. May import the parts (postgres, kafka, process) and picocli.
 */
@NullMarked
package io.stockledger.localstack.launcher;

import org.jspecify.annotations.NullMarked;
