/**
 * The oracle of verifications: a fold of events that shares no code with the two services, with the
 * rules that every history keeps. May import the events; knows neither of the services.
 */
@NullMarked
package io.stockledger.verification;

import org.jspecify.annotations.NullMarked;
