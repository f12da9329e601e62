//! Places on a map.

use serde::de::Deserializer;
use serde::{Deserialize, Serialize, Serializer};

use crate::schema::{Property, Refusal, kind};

/// A place on a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north of the equator, -90 to 90.
    pub lat: f64,
    /// Degrees east of Greenwich, -180 to 180.
    pub lon: f64,
    /// What the place is called.
    #[serde(default)]
    pub name: Option<String>,
    /// Its address.
    #[serde(default)]
    pub address: Option<String>,
    /// Its id at Amazon's location service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_place_id: Option<String>,
    /// Its id at Google.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub google_place_id: Option<String>,
}

#[diagnostic::do_not_recommend]
impl Property for Place {
    type Kind = kind::Place;

    fn decode<'de, D: Deserializer<'de>>(content: D) -> Result<Self, D::Error> {
        Place::deserialize(content)
    }
    fn encode<Z: Serializer>(&self, content: Z) -> Result<Z::Ok, Z::Error> {
        self.serialize(content)
    }
    fn check(&self) -> Result<(), Refusal> {
        let within = |degrees: f64, most: f64| degrees.is_finite() && degrees.abs() <= most;
        if within(self.lat, 90.0) && within(self.lon, 180.0) {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "{}, {} is not a place: the latitude is from -90 to 90, the longitude from -180 to 180",
            self.lat, self.lon
        )))
    }
}
