package io.stockledger.query.app;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/**
 * Where every read of the service goes, also that of the progress that an answer is labelled with:
 * so an answer from a standby says how old the standby is.
 *
 * @param ofStandby whether that is a standby, which may be any time behind the database that the
 *     intake writes to
 */
record ReadSource(DataSource dataSource, JdbcClient jdbc, boolean ofStandby) {

    static ReadSource of(
            DataSource database, @Nullable HikariDataSource standby, int queryTimeoutSeconds) {
        DataSource source = standby == null ? database : standby;
        var template = new JdbcTemplate(source);
        template.setQueryTimeout(queryTimeoutSeconds);
        return new ReadSource(source, JdbcClient.create(template), standby != null);
    }

    /** Connections to the standby, as many and as patient as those to the service's database. */
    static HikariDataSource standbyLike(
            HikariDataSource database, QuerySettings.ReadDatabase standby) {
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
