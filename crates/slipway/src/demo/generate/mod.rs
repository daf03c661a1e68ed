//! Volume for measurements: realistic releases in any number, the same for the same seed.
