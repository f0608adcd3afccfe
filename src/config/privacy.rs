//! `privacy` of archive.yaml, and what else of it may be public: contacts, and what the site is registered under.
//!
//! In go the node and what was read before it, out comes what is exempt and what is forbidden. Nothing is looked for here.

use std::ops::Range;

use crate::config::table::PRIVACY;
use crate::config::{Publisher, SiteFacts};
use crate::diagnostic::Fault;
use crate::fields::Fields;
use crate::privacy::Exempt;
use crate::yaml::Node;

/// What may be published of the archive's own, what may not beside the common words, and where the archive says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Privacy {
    /// What texts and files are held against.
    pub exempt: Exempt,
    /// Bytes of archive.yaml that list it, where the words stand that stop a publication elsewhere.
    pub at: Range<usize>,
}

impl Privacy {
    /// Reads the mapping. Faults: `wrong-type` and those of [`Fields::of`].
    pub(super) fn read(
        node: Option<&Node>,
        publisher: &Publisher,
        site: &SiteFacts,
        faults: &mut Vec<Fault>,
    ) -> Privacy {
        let fields = node.map(|node| Fields::of(node, PRIVACY, faults));
        let mut list = |name| match &fields {
            Some(fields) => fields.texts(name, faults),
            None => Vec::new(),
        };
        let (words, public) = (list("words"), list("public"));
        let own = [
            &publisher.name,
            &publisher.contact,
            &publisher.corrections,
            &site.name,
            &site.domain,
            &site.id_code,
            &site.icp,
            &site.police,
        ];
        let own = own.into_iter().flatten().map(String::as_str);
        let public = public.iter().map(|it| it.value.as_str());
        Privacy {
            exempt: Exempt::of(
                own.chain(public),
                words.iter().map(|word| word.value.as_str()),
            ),
            at: node.map_or(0..0, |node| node.span.clone()),
        }
    }
}
