package io.stockledger.query.app;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/**
 * The database that answers the reads of the service, and the pool of its connections. The progress
 * in an answer's headers is read from it too, so that an answer from a standby states the lag of
 * the standby.
 *
 * @param ofStandby whether it is a standby, which may be behind the database that the intake writes
 *     to, by any time
 */
record ReadSource(DataSource dataSource, JdbcClient jdbc, boolean ofStandby) {

    static ReadSource of(DataSource source, boolean ofStandby, int queryTimeoutSeconds) {
        var template = new JdbcTemplate(source);
        template.setQueryTimeout(queryTimeoutSeconds);
        return new ReadSource(source, JdbcClient.create(template), ofStandby);
    }

    /** A pool of the standby, with the limits of the pool of the service's database. */
    static HikariDataSource standbyLike(
            HikariDataSource database, QueryServiceSettings.ReadDatabase standby) {
        var pool = new HikariDataSource();
        database.copyStateTo(pool);
        pool.setPoolName("standby");
        pool.setJdbcUrl(standby.url());
        pool.setUsername(standby.username());
        pool.setPassword(standby.password());
        pool.setReadOnly(true);
        // A standby that is down must not keep the intake from starting.
        pool.setInitializationFailTimeout(-1);
        return pool;
    }
}
