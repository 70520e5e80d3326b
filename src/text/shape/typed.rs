//! A value that fits its schema, on its way to its Rust type. Its texts are those of the YAML, not copies.

use serde::Deserializer;
use serde::de::value::{
    BorrowedStrDeserializer, Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer,
};
use serde::de::{Error as _, IntoDeserializer, Visitor};
use serde_json::Value as Json;

/// A value as JSON knows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(&'a str),
    Seq(Vec<Typed<'a>>),
    /// Each key once.
    Map(Vec<(&'a str, Typed<'a>)>),
}

impl Typed<'_> {
    /// The value of a number.
    #[expect(clippy::cast_precision_loss, reason = "compared with the bounds of a schema")]
    pub(super) fn number(&self) -> Option<f64> {
        match *self {
            Self::Integer(number) => Some(number as f64),
            Self::Float(number) => Some(number),
            _ => None,
        }
    }
}

impl From<Typed<'_>> for Json {
    fn from(typed: Typed<'_>) -> Self {
        match typed {
            Typed::Null => Self::Null,
            Typed::Bool(value) => Self::from(value),
            Typed::Integer(number) => Self::from(number),
            Typed::Float(number) => Self::from(number),
            Typed::Text(text) => Self::from(text),
            Typed::Seq(items) => items.into_iter().map(Self::from).collect(),
            Typed::Map(entries) => {
                entries.into_iter().map(|(key, value)| (key.to_owned(), Self::from(value))).collect()
            }
        }
    }
}

impl<'de> IntoDeserializer<'de, Error> for Typed<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Typed<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Integer(number) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(number),
            },
            Self::Float(number) => visitor.visit_f64(number),
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::Seq(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Map(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(word) => visitor.visit_enum(BorrowedStrDeserializer::new(word)),
            Self::Map(entries) if entries.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries.into_iter())))
            }
            _ => Err(Error::custom("neither a word nor a mapping with a single key")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
