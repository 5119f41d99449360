package io.stockledger.command.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockledger.command.eventstore.LogHead;
import io.stockledger.command.relay.RelayLag;
import io.stockledger.command.relay.RelayStatus;

import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

class EventStoreHealthTest {

    @Test
    void an_event_store_that_cannot_be_reached_is_down_with_a_reason() {
        assertDown(
                new FailingDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        throw new SQLException("no route to host", "08001");
                    }
                });
    }

    @Test
    void an_unexpected_error_is_down_with_a_reason() {
        assertDown(
                new FailingDataSource() {
                    @Override
                    public Connection getConnection() {
                        throw new UnsupportedOperationException("a bug of the driver");
                    }
                });
    }

    private static void assertDown(DataSource dataSource) {
        JdbcClient jdbc = JdbcClient.create(dataSource);
        Health health =
                new EventStoreHealth(new LogHead(jdbc), new RelayLag(jdbc), new RelayStatus(jdbc))
                        .health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("reason", "the event store cannot be read");
    }

    private abstract static class FailingDataSource extends AbstractDataSource {

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }
}
