//! The only place that touches disk, clock and environment.

mod applied;
mod baseline;
mod clock;
mod error;
mod fix;
mod git;
mod lint;
mod load;
mod profiles;
mod read;
mod replay;
mod root;
mod site;
mod twins;
mod walk;
mod watch;
mod write;

pub use applied::applied;
pub use baseline::Baseline;
pub use clock::{local_today, today, zone};
pub use error::Error;
pub use fix::{Fixed, write_fixed};
pub use git::changed;
pub use lint::{Checked, Checker};
pub use load::{Loaded, ModelFile, load};
pub use read::{read_bytes, read_source, read_stdin};
pub use replay::{Incident, Replayed, ReplayedModel};
pub use root::{Root, display_path};
pub use site::{Asset, assets, site_templates, write_site};
pub use walk::{Found, named, walk};
pub use watch::{Change, Watch};
pub use write::{write_atomic, write_new};
