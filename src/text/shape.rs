//! Typed reading of YAML against a JSON Schema: every fault at once, each with its place.
