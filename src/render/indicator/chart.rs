//! A chart of figures by year: where everything stands in it.
//!
//! In: lines of exact figures, and which definition holds in which year. Out: whole numbers for SVG. A missing year is a
//! gap, as is one whose figure is not whole, a change of the definition a mark and a gap; nothing is drawn between two
//! figures that cannot be compared.

use std::collections::BTreeMap;

use crate::render::view::{Chart, ChartLine, ChartPoint, ChartTick};
use crate::report::findings::figure::number::Number;

/// Lines of one chart: more cannot be told apart.
pub(super) const LINES_MAX: usize = 6;
/// Years of one chart, the newest: the page has a size.
const YEARS_MAX: usize = 30;
/// Years that are named below.
const YEARS_NAMED: usize = 10;
/// Its size.
const WIDTH: i64 = 640;
const HEIGHT: i64 = 260;
/// What is left beside the drawing.
const MARGIN: i64 = 16;
/// What is left below it for the years.
const BELOW: i64 = 28;
/// What is left above it for changes of the definition.
const ABOVE: i64 = 24;
/// The width of a digit on the left.
const DIGIT: i64 = 8;
/// Steps on the left, at most.
const STEPS: i128 = 4;

/// A line of a chart.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) language: Option<String>,
    pub(super) figures: BTreeMap<i16, Number>,
    /// Years whose figure is not of all that it should be of, and what is said beside it.
    pub(super) partial: BTreeMap<i16, String>,
}

/// The words of a chart.
pub(super) struct Words<'w> {
    /// What it shows.
    pub(super) title: String,
    pub(super) language: Option<String>,
    pub(super) year: &'w dyn Fn(i16) -> String,
    /// What a change to a definition is called.
    pub(super) change: &'w dyn Fn(usize) -> String,
}

/// The chart of some lines; none where none of them has two figures.
pub(super) fn chart(
    number: usize,
    lines: Vec<Line>,
    definition: &dyn Fn(i16) -> Option<usize>,
    words: &Words<'_>,
) -> Option<Chart> {
    if lines.len() > LINES_MAX || lines.iter().all(|line| line.figures.len() < 2) {
        return None;
    }
    let years = || lines.iter().flat_map(|line| line.figures.keys().copied());
    let last = years().max()?;
    let longest = i16::try_from(YEARS_MAX - 1).unwrap_or(i16::MAX);
    let first = years().min()?.max(last.saturating_sub(longest));
    let values = lines.iter().flat_map(|line| line.figures.range(first..));
    let axis = Axis::of(values.map(|(_, value)| *value))?;
    let longest = axis
        .labels()
        .map(|(_, label)| label.chars().count())
        .max()?;
    let left = MARGIN + DIGIT * i64::try_from(longest).ok()?;
    let (right, top, bottom) = (WIDTH - MARGIN, ABOVE, HEIGHT - BELOW);
    let span = i64::from(last - first);
    // Half a year on either side: a point stands in its year.
    let half = (right - left) / (2 * (span + 1));
    let x = |year: i16| left + half * (2 * i64::from(year - first) + 1);
    let y = |value: Number| -> Option<i64> {
        let parts = i64::try_from(axis.part(value, i128::from(bottom - top))?).ok()?;
        Some(bottom - parts)
    };
    let is_change = |year: &i16| *year > first && definition(*year) != definition(*year - 1);
    let changes = (first..=last).filter(is_change).filter_map(|year| {
        Some(ChartTick {
            at: x(year) - half,
            label: (words.change)(definition(year)?),
        })
    });
    let every = (usize::try_from(span).unwrap_or(0) / YEARS_NAMED) + 1;
    let named = (first..=last).rev().step_by(every).map(|year| ChartTick {
        at: x(year),
        label: (words.year)(year),
    });
    let shown = (1_u64..).zip(lines.iter()).map(|(number, line)| {
        let mut runs: Vec<Vec<String>> = Vec::new();
        let mut points = Vec::new();
        let mut before = None;
        for (year, value) in line.figures.range(first..) {
            let Some(y) = y(*value) else {
                continue;
            };
            let mark = line.partial.get(year);
            let goes_on = before == Some(*year - 1) && !is_change(year) && mark.is_none();
            let point = format!("{},{y}", x(*year));
            match runs.last_mut().filter(|_| goes_on) {
                Some(run) => run.push(point),
                None => runs.push(vec![point]),
            }
            before = Some(*year).filter(|_| mark.is_none());
            let title = format!("{} {value}", (words.year)(*year));
            points.push(ChartPoint {
                x: x(*year),
                y,
                title: match mark {
                    Some(mark) => format!("{title} ({mark})"),
                    None => title,
                },
                mark: mark.cloned(),
            });
        }
        let runs = runs.iter().filter(|run| run.len() > 1);
        ChartLine {
            number,
            name: line.name.clone(),
            language: line.language.clone(),
            runs: runs.map(|run| run.join(" ")).collect(),
            points,
        }
    });
    let labels = axis.labels();
    let values = labels.filter_map(|(value, label)| {
        Some(ChartTick {
            at: y(value)?,
            label,
        })
    });
    let mut years: Vec<ChartTick> = named.collect();
    years.reverse();
    Some(Chart {
        number: number as u64,
        title: words.title.clone(),
        language: words.language.clone(),
        first: (words.year)(first),
        last: (words.year)(last),
        width: WIDTH,
        height: HEIGHT,
        left,
        right,
        top,
        bottom,
        values: values.collect(),
        years,
        is_total: false,
        changes: changes.collect(),
        lines: shown.collect(),
    })
}

/// The axis on the left: from a round figure to another, nought among them.
struct Axis {
    /// Decimals of all figures.
    scale: u8,
    /// The step, in units of the last decimal.
    step: i128,
    /// How many steps the lowest is below nought, and the highest above.
    low: i128,
    high: i128,
}

impl Axis {
    fn of(values: impl Iterator<Item = Number>) -> Option<Axis> {
        let values: Vec<Number> = values.collect();
        let scale = values.iter().map(|value| value.scale()).max()?;
        let units = values.iter().map(|value| value.scaled(scale));
        let units: Vec<i128> = units.collect::<Option<_>>()?;
        let least = units.iter().copied().min()?.min(0);
        let most = units.iter().copied().max()?.max(0);
        let span = most.checked_sub(least)?.max(1);
        let mut step = 1_i128;
        let mut factors = [2, 5, 10].iter().cycle();
        let mut power = 1_i128;
        while step.checked_mul(STEPS)? < span {
            let factor = factors.next()?;
            step = power.checked_mul(*factor)?;
            if *factor == 10 {
                power = step;
            }
        }
        Some(Axis {
            scale,
            step,
            low: (least - step + 1).checked_div(step)?.min(0),
            high: most.checked_add(step - 1)?.checked_div(step)?.max(1),
        })
    }

    /// How many of so many parts of the axis a figure is above its foot, rounded.
    fn part(&self, value: Number, parts: i128) -> Option<i128> {
        let foot = self.low.checked_mul(self.step)?;
        let whole = (self.high - self.low).checked_mul(self.step)?;
        let above = value.scaled(self.scale)?.checked_sub(foot)?;
        let parts = above.checked_mul(parts)?.checked_mul(2)?;
        parts.checked_add(whole)?.checked_div(whole.checked_mul(2)?)
    }

    /// Every step with its words.
    fn labels(&self) -> impl Iterator<Item = (Number, String)> {
        (self.low..=self.high).filter_map(|at| {
            let value = Number::of(self.step.checked_mul(at)?, self.scale)?;
            Some((value, value.to_string()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(figures: &[(i16, i128)]) -> Line {
        let figures = figures.iter();
        Line {
            name: "甲".to_owned(),
            language: None,
            figures: figures
                .map(|(year, value)| (*year, Number::whole(*value)))
                .collect(),
            partial: BTreeMap::new(),
        }
    }

    fn drawn(lines: Vec<Line>, changes: &[i16]) -> Option<Chart> {
        let definition = |year: i16| Some(changes.iter().filter(|from| **from <= year).count());
        let words = Words {
            title: "受理".to_owned(),
            language: None,
            year: &|year| year.to_string(),
            change: &|number| format!("口径{}", number + 1),
        };
        chart(1, lines, &definition, &words)
    }

    #[test]
    fn a_gap_is_a_gap_and_a_change_a_mark() {
        let figures = [
            (2015, 3),
            (2016, 4),
            (2018, 5),
            (2019, 6),
            (2020, 7),
            (2021, 8),
        ];
        let chart = drawn(vec![line(&figures)], &[2020]).expect("a chart");
        let [line] = chart.lines.as_slice() else {
            panic!("{chart:?}");
        };
        let lengths: Vec<usize> = line.runs.iter().map(|run| run.split(' ').count()).collect();
        assert_eq!(lengths, [2, 2, 2]);
        assert_eq!(line.points.len(), 6);
        let [change] = chart.changes.as_slice() else {
            panic!("{chart:?}");
        };
        assert_eq!(change.label, "口径2");
        assert!(line.points[3].x < change.at && change.at < line.points[4].x);
        let years: Vec<&str> = chart.years.iter().map(|it| &*it.label).collect();
        assert_eq!(years.len(), 7);
        assert!(
            line.points
                .iter()
                .all(|it| chart.left < it.x && it.x < chart.right)
        );
        assert!(
            line.points
                .iter()
                .all(|it| chart.top <= it.y && it.y <= chart.bottom)
        );
    }

    #[test]
    fn a_figure_that_is_not_whole_stands_alone_with_its_mark() {
        let mut whole = line(&[(2017, 3), (2018, 4), (2019, 2), (2020, 5), (2021, 6)]);
        whole.partial = BTreeMap::from([(2019, "5/7".to_owned())]);
        let chart = drawn(vec![whole], &[]).expect("a chart");
        let [line] = chart.lines.as_slice() else {
            panic!("{chart:?}");
        };
        let lengths: Vec<usize> = line.runs.iter().map(|run| run.split(' ').count()).collect();
        assert_eq!(lengths, [2, 2]);
        let marks: Vec<Option<&str>> = line.points.iter().map(|it| it.mark.as_deref()).collect();
        assert_eq!(marks, [None, None, Some("5/7"), None, None]);
        assert_eq!(line.points[2].title, "2019 2 (5/7)");
    }

    #[test]
    fn axes_are_round_and_hold_every_figure() {
        for (values, wanted) in [
            (&[(2019, 46), (2020, 51)][..], "0 20 40 60"),
            (&[(2019, 0), (2020, 0)], "0 1"),
            (&[(2019, -30), (2020, 10)], "-30 -20 -10 0 10"),
            (&[(2019, 1), (2020, 3)], "0 1 2 3"),
            (&[(2019, 990_000), (2020, 1)], "0 500000 1000000"),
        ] {
            let chart = drawn(vec![line(values)], &[]).expect("a chart");
            let labels: Vec<&str> = chart.values.iter().map(|it| &*it.label).collect();
            assert_eq!(labels.join(" "), wanted);
            assert_eq!(chart.values[0].at, chart.bottom);
        }
    }

    #[test]
    fn no_chart_is_drawn_of_single_figures_or_of_many_bodies() {
        assert!(drawn(vec![line(&[(2019, 1)]), line(&[(2020, 1)])], &[]).is_none());
        let many = (0..7).map(|_| line(&[(2019, 1), (2020, 2)])).collect();
        assert!(drawn(many, &[]).is_none());
        assert!(drawn(Vec::new(), &[]).is_none());
        let far = drawn(vec![line(&[(1, 1), (9998, 2), (9999, i128::MAX / 4)])], &[]);
        assert!(far.is_none_or(|chart| chart.years.len() <= YEARS_NAMED + 1));
    }
}
