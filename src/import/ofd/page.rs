//! A page of an OFD file: what is drawn on it.
//!
//! In: the XML of a page and of its templates, and the resources of its document. Out: a page for `layout`. Text of
//! templates, which stand on each page, is named once and stays out, unless a page has no other. Never draws.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Text;
use crate::import::document::{Document, EmbeddedFile, Place, Remark, RemarkKind};
use crate::import::layout::{self, Area, MAX_GLYPHS, Picture, quote};
use crate::import::ofd::files::{Files, beside};
use crate::import::ofd::object::{self, POINTS};
use crate::import::xml::{Element, Parser, Piece};
use crate::import::{Refusal, ofd};

/// An A4 page, in millimetres, where nothing says how large one is.
const A4: [f32; 4] = [0.0, 0.0, 210.0, 297.0];
/// An image that covers so much of a page is a scan of it.
const COVERS: f32 = 0.8;
/// Objects of all pages.
const MAX_OBJECTS: usize = 2_000_000;
/// Letters that heads and feet have at most.
const FURNITURE: usize = 80;
/// Templates of a page.
const MAX_TEMPLATES: usize = 20;

/// What all pages together may still hold, and what was named already.
pub(crate) struct Budget {
    objects: usize,
    glyphs: usize,
    named: BTreeSet<String>,
    /// Images by their path: which file of the document they are.
    images: BTreeMap<String, Option<usize>>,
}

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget {
            objects: MAX_OBJECTS,
            glyphs: MAX_GLYPHS,
            named: BTreeSet::new(),
            images: BTreeMap::new(),
        }
    }
}

/// Files that objects name, by their identifier.
pub(crate) type Resources = BTreeMap<String, String>;

/// Reads a page.
pub(crate) struct Reader<'a> {
    pub files: &'a Files<'a>,
    pub resources: &'a Resources,
    /// Paths of templates by their identifier.
    pub templates: &'a BTreeMap<String, String>,
    /// The size of all pages.
    pub area: Option<&'a Element>,
    pub number: usize,
}

/// What is read of one page.
struct Drawn {
    page: layout::Page,
    templates: Vec<String>,
    /// Where its box begins, in millimetres.
    origin: (f32, f32),
    hidden: String,
}

/// A page of which nothing is known.
pub(crate) fn blank(number: usize) -> layout::Page {
    let [_, _, width, height] = A4;
    layout::Page {
        number,
        width: width * POINTS,
        height: height * POINTS,
        ..layout::Page::default()
    }
}

impl Reader<'_> {
    /// Reads the page at this path; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If its XML is broken, or there is more on all pages than the limits say.
    pub(crate) fn read(
        &self,
        path: &str,
        document: &mut Document,
        budget: &mut Budget,
    ) -> Result<Option<layout::Page>, Refusal> {
        let Some(text) = self.files.text(path)? else {
            return Ok(None);
        };
        let mut drawn = self.drawn();
        self.draw(&text, path, &mut drawn, document, budget)?;
        if !drawn.hidden.is_empty() {
            document.remarks.push(Remark::new(
                RemarkKind::Dropped,
                Text::new(
                    "隐藏的文字（不进入正文）",
                    "hidden text (not in the report)",
                ),
                Place::Page(self.number),
                &quote(&drawn.hidden),
            ));
        }
        let is_empty = drawn.page.glyphs.is_empty();
        for id in std::mem::take(&mut drawn.templates)
            .into_iter()
            .take(MAX_TEMPLATES)
        {
            let is_new = budget.named.insert(id.clone());
            if is_empty || is_new {
                self.template(&id, is_empty, &mut drawn, document, budget)?;
            }
        }
        Ok(Some(drawn.page))
    }

    /// Reads a template: into the page if that has no text of its own, else only to name it.
    fn template(
        &self,
        id: &str,
        is_taken: bool,
        drawn: &mut Drawn,
        document: &mut Document,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let Some(path) = self.templates.get(id) else {
            document
                .remarks
                .push(ofd::missing(id, Place::Page(self.number)));
            return Ok(());
        };
        let Some(text) = self.files.text(path)? else {
            document
                .remarks
                .push(ofd::missing(path, Place::Page(self.number)));
            return Ok(());
        };
        if is_taken {
            return self.draw(&text, path, drawn, document, budget);
        }
        let mut apart = self.drawn();
        self.draw(&text, path, &mut apart, document, budget)?;
        let words: String = apart
            .page
            .glyphs
            .iter()
            .map(|glyph| glyph.character)
            .collect();
        if !words.trim().is_empty() {
            document.remarks.push(Remark {
                // More than a head and a foot may be part of what the page says: a form, say.
                is_draft: words.chars().count() > FURNITURE,
                ..Remark::new(
                RemarkKind::Dropped,
                Text::new(
                    "模板页上的文字（各页重复的页眉、页脚或底纹，不进入正文）",
                    "text of a template page (a head, foot or background of each page; not in the report)",
                ),
                Place::Page(self.number),
                &quote(&words),
                )
            });
        }
        Ok(())
    }

    fn drawn(&self) -> Drawn {
        let mut drawn = Drawn {
            page: blank(self.number),
            templates: Vec::new(),
            origin: (0.0, 0.0),
            hidden: String::new(),
        };
        if let Some(area) = self.area {
            drawn.measure(area);
        }
        drawn
    }

    fn draw(
        &self,
        text: &str,
        path: &str,
        drawn: &mut Drawn,
        document: &mut Document,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let mut parser = Parser::new(text);
        let mut own = Resources::new();
        while let Some(piece) = parser.next()? {
            let Piece::Start(element) = piece else {
                continue;
            };
            match &*element.name {
                "Page" | "Content" | "Layer" | "PageBlock" => {}
                "Area" => drawn.measure(&parser.rest_of(element)?),
                "Template" => {
                    let id = element.attribute("TemplateID").unwrap_or_default();
                    drawn.templates.push(id.to_owned());
                    parser.skip()?;
                }
                "PageRes" => {
                    let address = parser.rest_of(element)?.text();
                    let list = beside(path, address.trim());
                    own.extend(resource_list(self.files, &list, &mut document.remarks)?);
                }
                "TextObject" | "PathObject" | "ImageObject" => {
                    let element = parser.rest_of(element)?;
                    budget.objects = budget.objects.checked_sub(1).ok_or_else(too_many)?;
                    match &*element.name {
                        "TextObject" => drawn.text(&element, budget)?,
                        "PathObject" => {
                            object::rules(&element, drawn.origin, &mut drawn.page.rules)
                        }
                        _ => self.image(&element, &own, drawn, document, budget)?,
                    }
                }
                "CompositeObject" => {
                    let words = parser.rest_of(element)?;
                    document.remarks.push(Remark::new(
                        RemarkKind::Dropped,
                        Text::new(
                            "复合图形对象（未读取，请核对）",
                            "a composite object (not read; compare it)",
                        ),
                        Place::Page(self.number),
                        words.attribute("ResourceID").unwrap_or_default(),
                    ));
                }
                _ => parser.skip()?,
            }
        }
        Ok(())
    }

    fn image(
        &self,
        element: &Element,
        own: &Resources,
        drawn: &mut Drawn,
        document: &mut Document,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let Some(area) = object::boundary(element, drawn.origin) else {
            return Ok(());
        };
        let page = &mut drawn.page;
        let is_scan = area.width() * area.height() > COVERS * page.width * page.height;
        page.is_scan |= is_scan;
        let id = element.attribute("ResourceID").unwrap_or_default();
        let path = own.get(id).or_else(|| self.resources.get(id));
        let Some(path) = path.filter(|path| self.files.is_there(path)) else {
            document.remarks.push(Remark::new(
                RemarkKind::Dropped,
                Text::new(
                    "图片缺失（文件内找不到它的资源）",
                    "an image is missing: its resource is not in the file",
                ),
                Place::Page(self.number),
                id,
            ));
            return Ok(());
        };
        if is_scan {
            return Ok(());
        }
        let file = match budget.images.get(path) {
            Some(known) => *known,
            None => {
                let bytes = self.files.bytes(path)?;
                let file = bytes.map(|bytes| {
                    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
                    document.files.push(EmbeddedFile {
                        name,
                        bytes,
                        is_attachment: false,
                    });
                    document.files.len() - 1
                });
                budget.images.insert(path.clone(), file);
                file
            }
        };
        drawn
            .page
            .pictures
            .extend(file.map(|file| Picture { area, file }));
        Ok(())
    }
}

impl Drawn {
    /// Takes the size of the page from an area.
    fn measure(&mut self, area: &Element) {
        let boxes = ["PhysicalBox", "ApplicationBox", "ContentBox"];
        let found = boxes.iter().find_map(|name| area.element(name));
        let Some(numbers) = found.and_then(|found| object::numbers::<4>(&found.text())) else {
            return;
        };
        let [x, y, width, height] = numbers;
        if width > 0.0 && height > 0.0 {
            self.origin = (x, y);
            (self.page.width, self.page.height) = (width * POINTS, height * POINTS);
        }
    }

    fn text(&mut self, element: &Element, budget: &mut Budget) -> Result<(), Refusal> {
        let is_hidden = element.attribute("Visible") == Some("false")
            || element.attribute("Alpha") == Some("0");
        if is_hidden {
            let words = element
                .elements()
                .filter(|e| &*e.name == "TextCode")
                .map(Element::text);
            self.hidden.extend(words);
            return Ok(());
        }
        let before = self.page.glyphs.len();
        object::glyphs(element, self.origin, &mut self.page.glyphs);
        let new = self.page.glyphs.len() - before;
        budget.glyphs = budget.glyphs.checked_sub(new).ok_or_else(too_many)?;
        let page = Area {
            left: -1.0,
            top: -1.0,
            right: self.page.width + 1.0,
            bottom: self.page.height + 1.0,
        };
        let beyond = self
            .page
            .glyphs
            .iter()
            .skip(before)
            .filter(|g| !page.contains((g.x, g.y)));
        self.hidden.extend(beyond.map(|g| g.character));
        let mut index = 0;
        self.page.glyphs.retain(|g| {
            index += 1;
            index <= before || page.contains((g.x, g.y))
        });
        Ok(())
    }
}

/// Images and other media of a document, by their identifier.
pub(crate) fn resources(
    files: &Files<'_>,
    common: Option<&Element>,
    path: &str,
    remarks: &mut Vec<Remark>,
) -> Result<Resources, Refusal> {
    let mut all = Resources::new();
    let lists = common.into_iter().flat_map(Element::elements);
    for list in lists.filter(|e| matches!(&*e.name, "PublicRes" | "DocumentRes")) {
        let list = beside(path, list.text().trim());
        all.extend(resource_list(files, &list, remarks)?);
    }
    Ok(all)
}

fn resource_list(
    files: &Files<'_>,
    path: &str,
    remarks: &mut Vec<Remark>,
) -> Result<Resources, Refusal> {
    let mut all = Resources::new();
    let Some(root) = files.tree(path)? else {
        remarks.push(ofd::missing(path, Place::Document));
        return Ok(all);
    };
    let base = root.attribute("BaseLoc").unwrap_or_default();
    let media = root.elements().filter(|e| &*e.name == "MultiMedias");
    for medium in media.flat_map(Element::elements) {
        let address = medium.element("MediaFile").map(Element::text);
        if let (Some(id), Some(address)) = (medium.attribute("ID"), address) {
            let address = address.trim();
            let within = beside(path, &format!("{base}/{address}"));
            // Some programs write the folder twice, or leave it out.
            let file = match address.starts_with('/') || !files.is_there(&within) {
                true => beside(path, address),
                false => within,
            };
            all.insert(id.to_owned(), file);
        }
    }
    Ok(all)
}

/// The paths of templates, by their identifier.
pub(crate) fn templates(common: Option<&Element>, path: &str) -> BTreeMap<String, String> {
    let all = common.into_iter().flat_map(Element::elements);
    let templates = all
        .filter(|e| &*e.name == "TemplatePage")
        .filter_map(|template| {
            let (id, address) = (template.attribute("ID")?, template.attribute("BaseLoc")?);
            Some((id.to_owned(), beside(path, address)))
        });
    templates.collect()
}

fn too_many() -> Refusal {
    Refusal(Text::new(
        format!("页面上的对象或字符过多（最多 {MAX_OBJECTS} 个）；请分成几个文件"),
        format!(
            "there are too many objects or characters on the pages (at most {MAX_OBJECTS}); split the file"
        ),
    ))
}
