//! The only place that touches disk, clock and environment.

mod baseline;
mod clock;
mod error;
mod fix;
mod git;
mod lint;
mod load;
mod profiles;
mod read;
mod root;
mod walk;
mod write;

pub use baseline::Baseline;
pub use clock::{today, zone};
pub use error::Error;
pub use fix::{Fixed, write_fixed};
pub use git::changed;
pub use lint::{Checked, Checker};
pub use load::{Loaded, load};
pub use read::{read_bytes, read_source, read_stdin};
pub use root::{Root, display_path};
pub use walk::{Found, walk};
pub use write::write_atomic;
