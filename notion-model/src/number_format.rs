//! How numbers are shown.

use crate::open_enum::open_enum;

open_enum! {
    /// How the numbers of a property are shown.
    pub enum NumberFormat {
        Number = "number",
        NumberWithCommas = "number_with_commas",
        Percent = "percent",
        Dollar = "dollar",
        CanadianDollar = "canadian_dollar",
        AustralianDollar = "australian_dollar",
        Euro = "euro",
        Pound = "pound",
        Yen = "yen",
        Ruble = "ruble",
        Rupee = "rupee",
        Won = "won",
        Yuan = "yuan",
        Real = "real",
        Lira = "lira",
        Rupiah = "rupiah",
        Franc = "franc",
        HongKongDollar = "hong_kong_dollar",
        NewZealandDollar = "new_zealand_dollar",
        Krona = "krona",
        NorwegianKrone = "norwegian_krone",
        MexicanPeso = "mexican_peso",
        Rand = "rand",
        NewTaiwanDollar = "new_taiwan_dollar",
        DanishKrone = "danish_krone",
        Zloty = "zloty",
        Baht = "baht",
        Forint = "forint",
        Koruna = "koruna",
        Shekel = "shekel",
        ChileanPeso = "chilean_peso",
        PhilippinePeso = "philippine_peso",
        Dirham = "dirham",
        ColombianPeso = "colombian_peso",
        Riyal = "riyal",
        Ringgit = "ringgit",
        Leu = "leu",
        ArgentinePeso = "argentine_peso",
        UruguayanPeso = "uruguayan_peso",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_notion_has() {
        assert_eq!(NumberFormat::ALL.len(), 39);
    }
}
