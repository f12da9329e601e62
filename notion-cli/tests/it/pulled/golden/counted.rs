// Made by `notion pull` from databases in Notion.

use notion_session::prelude::*;

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Game {
    #[notion(title)]
    pub game: String,
    #[notion(formula = "{points} * 2")]
    pub double: Formula<f64>,
    pub points: Option<f64>,
    pub won: bool,
}

#[derive(NotionSchema, Clone, Debug, Default)]
pub struct Player {
    #[notion(title)]
    pub player: String,
    #[notion(rollup = average(games.points))]
    pub average: Rollup<f64>,
    #[notion(rollup = checked(games.won))]
    pub checked: Rollup<f64>,
    #[notion(rollup = count(games.points))]
    pub count: Rollup<f64>,
    #[notion(rollup = count_values(games.points))]
    pub count_values: Rollup<f64>,
    #[notion(rollup = empty(games.points))]
    pub empty: Rollup<f64>,
    pub games: Relation<Game>,
    #[notion(rollup = max(games.points))]
    pub max: Rollup<f64>,
    #[notion(rollup = median(games.points))]
    pub median: Rollup<f64>,
    #[notion(rollup = min(games.points))]
    pub min: Rollup<f64>,
    #[notion(rollup = not_empty(games.points))]
    pub not_empty: Rollup<f64>,
    #[notion(rollup = percent_checked(games.won))]
    pub percent_checked: Rollup<f64>,
    #[notion(rollup = percent_empty(games.points))]
    pub percent_empty: Rollup<f64>,
    #[notion(rollup = percent_not_empty(games.points))]
    pub percent_not_empty: Rollup<f64>,
    #[notion(rollup = percent_unchecked(games.won))]
    pub percent_unchecked: Rollup<f64>,
    #[notion(rollup = range(games.double))]
    pub range: Rollup<f64>,
    #[notion(rollup = show_original(games.points))]
    pub shown: Rollup<Vec<Option<f64>>>,
    #[notion(rollup = sum(games.points))]
    pub sum: Rollup<f64>,
    #[notion(rollup = unchecked(games.won))]
    pub unchecked: Rollup<f64>,
    #[notion(rollup = unique(games.points))]
    pub unique: Rollup<f64>,
}
