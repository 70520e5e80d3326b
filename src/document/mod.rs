//! Text to a `Postmortem` and faults; never fails.
