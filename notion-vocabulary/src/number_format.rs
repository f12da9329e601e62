//! How numbers are shown.

use crate::words::words;

words! {
    /// How Notion shows the numbers of a property. The 39 that are known from recordings and other clients; the SDK types them as
    /// any string.
    pub enum NumberFormat: Option<&'static str> {
        Number = "number" => None,
        NumberWithCommas = "number_with_commas" => None,
        Percent = "percent" => None,
        Dollar = "dollar" => Some("USD"),
        CanadianDollar = "canadian_dollar" => Some("CAD"),
        AustralianDollar = "australian_dollar" => Some("AUD"),
        Euro = "euro" => Some("EUR"),
        Pound = "pound" => Some("GBP"),
        Yen = "yen" => Some("JPY"),
        Ruble = "ruble" => Some("RUB"),
        Rupee = "rupee" => Some("INR"),
        Won = "won" => Some("KRW"),
        Yuan = "yuan" => Some("CNY"),
        Real = "real" => Some("BRL"),
        Lira = "lira" => Some("TRY"),
        Rupiah = "rupiah" => Some("IDR"),
        Franc = "franc" => Some("CHF"),
        HongKongDollar = "hong_kong_dollar" => Some("HKD"),
        NewZealandDollar = "new_zealand_dollar" => Some("NZD"),
        Krona = "krona" => Some("SEK"),
        NorwegianKrone = "norwegian_krone" => Some("NOK"),
        MexicanPeso = "mexican_peso" => Some("MXN"),
        Rand = "rand" => Some("ZAR"),
        NewTaiwanDollar = "new_taiwan_dollar" => Some("TWD"),
        DanishKrone = "danish_krone" => Some("DKK"),
        Zloty = "zloty" => Some("PLN"),
        Baht = "baht" => Some("THB"),
        Forint = "forint" => Some("HUF"),
        Koruna = "koruna" => Some("CZK"),
        Shekel = "shekel" => Some("ILS"),
        ChileanPeso = "chilean_peso" => Some("CLP"),
        PhilippinePeso = "philippine_peso" => Some("PHP"),
        Dirham = "dirham" => Some("AED"),
        ColombianPeso = "colombian_peso" => Some("COP"),
        Riyal = "riyal" => Some("SAR"),
        Ringgit = "ringgit" => Some("MYR"),
        Leu = "leu" => Some("RON"),
        ArgentinePeso = "argentine_peso" => Some("ARS"),
        UruguayanPeso = "uruguayan_peso" => Some("UYU"),
    }
}

impl NumberFormat {
    /// The format of a number property for which a request names none (documented).
    pub const DEFAULT: Self = Self::Number;

    /// Returns the ISO 4217 code of the currency, if the format is one.
    pub const fn currency(self) -> Option<&'static str> {
        self.row()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_is_a_format_once() {
        let codes: Vec<&str> = NumberFormat::ALL
            .iter()
            .filter_map(|format| format.currency())
            .collect();
        for (at, code) in codes.iter().enumerate() {
            assert!(code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
            assert!(!codes[..at].contains(code), "{code}");
        }
    }
}
