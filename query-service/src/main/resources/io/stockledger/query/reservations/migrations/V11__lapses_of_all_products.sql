-- The products with a lapsed reservation at an instant.
CREATE INDEX reservation_lapses_of_all ON reservation_lapses USING gist (during);
