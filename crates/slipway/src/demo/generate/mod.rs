//! Volume for measurements.
