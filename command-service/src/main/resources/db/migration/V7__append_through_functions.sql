-- The application role writes the log through append_events only, so that every event has the next position, and every
-- position has been announced. The functions run with the rights of their owner; a search path of their own keeps
-- objects of the caller out of them.
ALTER FUNCTION lock_log_head() SECURITY DEFINER SET search_path = public, pg_temp;
ALTER FUNCTION append_events SECURITY DEFINER SET search_path = public, pg_temp;

REVOKE INSERT ON events FROM ${application_role};
REVOKE UPDATE ON log_head FROM ${application_role};
REVOKE INSERT ON receipts FROM ${application_role};
