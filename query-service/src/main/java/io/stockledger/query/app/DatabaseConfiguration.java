package io.stockledger.query.app;

import com.zaxxer.hikari.HikariDataSource;

import io.stockledger.query.generations.Generations;
import io.stockledger.tls.DatabaseTls;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import java.util.Objects;

import javax.sql.DataSource;

/**
 * The connections to the views database. Reads by key, reads of many rows, exports, the intake and
 * rebuilds each have a pool, so that load on one of them cannot take the connections of the others.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** The pool of the intake. */
    static final String INTAKE = "intakeDataSource";

    /** The pool that builds, compares and swaps generations. */
    static final String REBUILD = "rebuildDataSource";

    /** The source of the reads that may read many rows: lists, searches and the past. */
    static final String COSTLY_READS = "costlyReads";

    /** The pool of exports. */
    static final String EXPORTS = "exportsDataSource";

    private static final String COSTLY_POOL = "costlyReadsDataSource";
    private static final String STANDBY = "standbyDataSource";
    private static final long CONNECTION_WAIT_MS_MAX = 5_000;
    private static final int REBUILD_CONNECTIONS_MAX = 6;
    private static final int COSTLY_CONNECTIONS_MAX = 4;
    private static final int STATEMENT_END_SECONDS_MAX = 25;
    private static final long IDLE_MS_MAX = 10_000;

    @Bean
    static BeanFactoryPostProcessor databaseTls(Environment environment) {
        return _ -> DatabaseTls.check(environment);
    }

    @Bean(name = INTAKE, defaultCandidate = false)
    HikariDataSource intakeDataSource(
            DataSourceProperties database, QueryServiceSettings settings) {
        HikariDataSource pool = writingPool(database, "intake", settings.query().concurrency() + 1);
        pool.addDataSourceProperty("socketTimeout", "60");
        return pool;
    }

    /** Holds one connection while nothing is rebuilt. */
    @Bean(name = REBUILD, defaultCandidate = false)
    HikariDataSource rebuildDataSource(DataSourceProperties database) {
        HikariDataSource pool = writingPool(database, "rebuild", REBUILD_CONNECTIONS_MAX);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE_MS_MAX);
        // No socket timeout: a comparison reads all rows of two generations before it answers.
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return pool;
    }

    private static HikariDataSource writingPool(
            DataSourceProperties database, String name, int connectionsMax) {
        HikariDataSource pool =
                database.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        pool.setPoolName(name);
        pool.setMaximumPoolSize(connectionsMax);
        pool.setConnectionTimeout(CONNECTION_WAIT_MS_MAX);
        // The offsets are committed to Kafka after the rows, which must be durable by then.
        pool.setConnectionInitSql("SET synchronous_commit = on");
        pool.addDataSourceProperty("ApplicationName", "stockledger-query-" + name);
        return pool;
    }

    /** Reads from the standby if there is one. Holds no connection while nothing is exported. */
    @Bean(name = EXPORTS, defaultCandidate = false)
    HikariDataSource exportsDataSource(
            DataSourceProperties database, QueryServiceSettings settings) {
        HikariDataSource pool =
                readingPool(database, settings, "exports", settings.exports().runningMax());
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE_MS_MAX);
        pool.setAutoCommit(false);
        pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        // No socket timeout: the duration of an export has a limit of its own.
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return pool;
    }

    private static HikariDataSource readingPool(
            DataSourceProperties database,
            QueryServiceSettings settings,
            String name,
            int connectionsMax) {
        HikariDataSource pool =
                database.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        QueryServiceSettings.ReadDatabase standby = settings.query().readDatabase();
        if (standby != null) {
            pool.setJdbcUrl(standby.url());
            pool.setUsername(standby.username());
            pool.setPassword(standby.password());
        }
        pool.setPoolName(name);
        pool.setMaximumPoolSize(connectionsMax);
        pool.setConnectionTimeout(CONNECTION_WAIT_MS_MAX);
        pool.setReadOnly(true);
        pool.addDataSourceProperty("ApplicationName", "stockledger-query-" + name);
        return pool;
    }

    /** Exists only if a standby is set. */
    @Bean(name = STANDBY, defaultCandidate = false)
    @ConditionalOnProperty("stockledger.query.read-database.url")
    HikariDataSource standbyDataSource(HikariDataSource database, QueryServiceSettings settings) {
        return ReadSource.standbyLike(
                database, Objects.requireNonNull(settings.query().readDatabase()));
    }

    @Bean
    ReadSource reads(
            DataSource database,
            @Qualifier(STANDBY) ObjectProvider<HikariDataSource> standby,
            QueryServiceSettings settings) {
        HikariDataSource ofStandby = standby.getIfAvailable();
        return ReadSource.of(
                ofStandby == null ? database : ofStandby,
                ofStandby != null,
                settings.query().readTimeoutMaxSeconds());
    }

    /** Reads from the standby if there is one. */
    @Bean(name = COSTLY_POOL, defaultCandidate = false)
    HikariDataSource costlyReadsDataSource(
            DataSourceProperties database, QueryServiceSettings settings) {
        HikariDataSource pool =
                readingPool(database, settings, "costly-reads", COSTLY_CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        pool.setInitializationFailTimeout(-1);
        // A statement ends at its own limit, unless the server does not answer.
        int statementSecondsMax = settings.query().readTimeoutMaxSeconds();
        pool.addDataSourceProperty(
                "socketTimeout", Integer.toString(statementSecondsMax + STATEMENT_END_SECONDS_MAX));
        return pool;
    }

    @Bean(name = COSTLY_READS, defaultCandidate = false)
    ReadSource costlyReads(
            @Qualifier(COSTLY_POOL) HikariDataSource pool,
            ReadSource reads,
            QueryServiceSettings settings) {
        return ReadSource.of(pool, reads.ofStandby(), settings.query().readTimeoutMaxSeconds());
    }

    /** Statements find the tables of each read model through the views of its version. */
    @Bean
    static BeanPostProcessor searchPathOfPools(ObjectProvider<ReadModels> readModels) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    pool.addDataSourceProperty(
                            "currentSchema",
                            Generations.searchPath(readModels.getObject().projections()));
                }
                return bean;
            }
        };
    }
}
