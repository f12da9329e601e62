//! How numbers are shown.

use crate::json::open_enum;

open_enum! {
    /// How the numbers of a property are shown.
    pub enum NumberFormat from notion_vocabulary::NumberFormat {
        Number,
        NumberWithCommas,
        Percent,
        Dollar,
        CanadianDollar,
        AustralianDollar,
        Euro,
        Pound,
        Yen,
        Ruble,
        Rupee,
        Won,
        Yuan,
        Real,
        Lira,
        Rupiah,
        Franc,
        HongKongDollar,
        NewZealandDollar,
        Krona,
        NorwegianKrone,
        MexicanPeso,
        Rand,
        NewTaiwanDollar,
        DanishKrone,
        Zloty,
        Baht,
        Forint,
        Koruna,
        Shekel,
        ChileanPeso,
        PhilippinePeso,
        Dirham,
        ColombianPeso,
        Riyal,
        Ringgit,
        Leu,
        ArgentinePeso,
        UruguayanPeso,
    }
}
