//! The only place that touches disk, clock and environment.
