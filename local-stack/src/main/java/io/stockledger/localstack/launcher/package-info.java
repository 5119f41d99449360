/**
 * The program behind ./run: it starts Postgres, Kafka and the jars of the services, starts those
 * again that end, and stops them in order. May import the packages postgres, kafka and process, the
 * local issuer, and picocli.
 */
@NullMarked
package io.stockledger.localstack.launcher;

import org.jspecify.annotations.NullMarked;
