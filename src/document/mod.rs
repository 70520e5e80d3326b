//! Text to a `Postmortem` and faults; never fails.

mod actions;
mod calendar;
mod checklist;
mod cues;
mod fact;
mod format;
mod front;
mod frontmatter;
mod impact;
mod label;
mod lines;
mod moment;
mod outline;
mod plain;
mod postmortem;
mod prose;
mod read;
mod reader;
mod roles;
mod scan;
mod survey;
mod time;
mod timeline;
mod title;
mod vocabulary;
mod window;
mod words;

pub use checklist::Checklist;
pub use fact::{Fact, Origin};
pub use format::check as check_format;
pub use front::schema as frontmatter_schema;
pub use frontmatter::{DetectionMethod, Flavor, Frontmatter, Impact, ImpactOf, Status};
pub use label::Label;
pub use postmortem::{
    Action, ActionKind, Document, Entry, EntryForm, HeadingForm, Postmortem, Role, RoleKind, Section,
    SectionKind, Share, Words,
};
pub use read::{TOGETHER, read, read_all};
pub use time::{Doubt, Moment, Zone, ZoneKind};
pub use vocabulary::{Names, Topic, Vocabulary};
