//! The measures of plans that name an agency, on the page of the agency.
//!
//! In: what [`crate::knowledge::measure`] knows of it. Out: a line for each list of its measures, with how many there are and
//! how far they are. An agency need have no plan of its own.

use crate::archive::AgencyIndex;
use crate::knowledge::measure::by_status;
use crate::render::Renderer;
use crate::render::view;
use crate::route;

impl Renderer<'_> {
    /// The lists of the measures of an agency, for its page `from`.
    pub(in crate::render) fn measures_of_agency(
        &self,
        agency: AgencyIndex,
        from: &str,
    ) -> Vec<view::AgencyMeasures> {
        let measures = &self.knowledge.measures;
        let Some(named) = measures.of_agencies.get(&agency) else {
            return Vec::new();
        };
        let own = self.archive.agencies.get(agency);
        let own = own.map_or("", |agency| agency.facts.name.as_str());
        let lists = named.iter().filter_map(|named| {
            let group = &named.group;
            let page = self.bodies().page_of(named.by, &group.name)?;
            let by = self.archive.agencies.get(named.by)?;
            let places = group.lead.iter().chain(&group.others);
            let entries = places.filter_map(|place| Some(((), measures.get(*place)?.1)));
            let statuses = by_status(entries).into_iter();
            let statuses = statuses.map(|(status, of)| view::MeasureCount {
                title: self.status_title(status),
                count: of.len() as u64,
                ..view::MeasureCount::default()
            });
            Some(view::AgencyMeasures {
                list: view::Link {
                    title: by.facts.name.clone(),
                    url: route::relative(from, page),
                    language: self.archive_language(),
                },
                name: (group.name != own).then(|| group.name.clone()),
                total: (group.lead.len() + group.others.len()) as u64,
                led: group.lead.len() as u64,
                statuses: statuses.collect(),
            })
        });
        lists.collect()
    }
}
