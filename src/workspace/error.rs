//! Why the tool could not do its work.

use std::fmt;

use crate::finding::Fault;
use crate::text::Source;

/// A reason to stop: what is wrong, and what to do about it.
#[derive(Debug)]
pub enum Error {
    /// Something about files or arguments.
    Failed {
        /// What is wrong: lower case, no full stop.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
    /// Faults in a file of settings, to be shown with their places.
    Faults(Box<Source>, Vec<Fault>),
    /// Whoever read the output has seen enough.
    BrokenPipe,
}

impl Error {
    /// An error with only a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), help: None }
    }

    /// An error with advice.
    pub fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Failed { message: message.into(), help: Some(help.into()) }
    }

    /// What went wrong with a file.
    pub fn io(doing: &str, path: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let why = match error.kind() {
            ErrorKind::NotFound => "it does not exist".to_owned(),
            ErrorKind::PermissionDenied => "permission denied".to_owned(),
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "a file stands in the way".to_owned(),
            _ => error.to_string(),
        };
        Self::new(format!("cannot {doing} `{path}`: {why}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { message, .. } => f.write_str(message),
            Self::Faults(source, faults) => {
                let first = faults.first().map_or("", |fault| fault.message.as_str());
                write!(f, "{}: {first}", source.path)
            }
            Self::BrokenPipe => f.write_str("the output was closed"),
        }
    }
}

impl std::error::Error for Error {}
