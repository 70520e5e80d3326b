//! Text to a `Postmortem` and faults; never fails.

mod fact;
mod frontmatter;
mod postmortem;
mod time;

pub use fact::{Fact, Origin};
pub use frontmatter::{DetectionMethod, Flavor, Frontmatter, Impact, ImpactOf, Status};
pub use postmortem::{
    Action, ActionKind, Document, Entry, EntryForm, HeadingForm, Postmortem, Role, RoleKind, Section,
    SectionKind, Share, Words,
};
pub use time::{Doubt, Moment, Zone, ZoneKind};
