package io.stockledger.query.verification;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down while the verification finds a difference, since an answer could be wrong. */
public final class VerificationHealth implements HealthIndicator {

    private final ViewVerification verification;

    public VerificationHealth(ViewVerification verification) {
        this.verification = verification;
    }

    @Override
    public Health health() {
        VerificationStatus status = verification.status();
        Health.Builder health =
                status.isWhole()
                        ? Health.up()
                        : Health.down()
                                .withDetail("reason", "the read models differ from their events")
                                .withDetail("firstDifferences", status.firstDifferences());
        return health.withDetail("differences", status.differences()).build();
    }
}
