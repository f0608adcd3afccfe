//! What a theme promises of pages, held against the default theme and small ones of the tests' own.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::language::LanguageTag;
use crate::render::tests::{
    as_of_sample, history_sample, indicator_sample, measure_sample, part_sample, sample,
    series_sample, table_sample,
};
use crate::render::view;
use crate::theme::tests::folder;
use crate::theme::{Theme, ThemeError};

/// A theme that knows the site of the sample.
fn theme(folder: Option<&Path>, language: &str) -> Result<Theme, ThemeError> {
    let mut theme = crate::theme::tests::theme(folder, language)?;
    let site = view::Site {
        language: language.to_owned(),
        ..sample::site()
    };
    theme.set_site(&site)?;
    Ok(theme)
}

fn html(theme: &Theme, template: &str, view: &impl Serialize) -> String {
    let page = theme
        .render(template, view)
        .unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8(page).expect("pages are UTF-8")
}

/// Every page of the sample, by the path that it has in the site.
fn pages(theme: &Theme) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut add = |path: &str, page| pages.insert(path.to_owned(), page);
    add("index.html", html(theme, "home.html", &sample::home()));
    let report = sample::report();
    add(&report.page.path, html(theme, "report.html", &report));
    let withdrawn = sample::withdrawn();
    add(&withdrawn.page.path, html(theme, "report.html", &withdrawn));
    add(
        "shili-shi/index.html",
        html(theme, "agency.html", &sample::agency()),
    );
    add(
        "years/2021/index.html",
        html(theme, "list.html", &sample::year()),
    );
    add(
        "search/index.html",
        html(theme, "search.html", &sample::search()),
    );
    add(
        "about/index.html",
        html(theme, "about.html", &sample::about()),
    );
    add(
        "follow/index.html",
        html(theme, "follow.html", &sample::follow()),
    );
    add(
        "search/embed.html",
        html(theme, "embed.html", &sample::embed()),
    );
    add(
        "about/mirror/index.html",
        html(theme, "mirror.html", &sample::mirror()),
    );
    let as_of = html(theme, "as-of.html", &as_of_sample::as_of());
    add("about/as-of/index.html", as_of);
    let changes = html(theme, "changes.html", &as_of_sample::changes());
    add("about/as-of/2022/index.html", changes);
    add(
        "verify/index.html",
        html(theme, "verify.html", &sample::verify()),
    );
    add(
        "years/index.html",
        html(theme, "index.html", &sample::index()),
    );
    add(
        "sitemap/index.html",
        html(theme, "sitemap.html", &sample::sitemap()),
    );
    add(
        "duties/index.html",
        html(theme, "duties.html", &sample::duties()),
    );
    add(
        "duties/yearly/index.html",
        html(theme, "duty.html", &sample::duty()),
    );
    add(
        "regions/index.html",
        html(theme, "regions.html", &sample::regions()),
    );
    add(
        "regions/shilisheng/index.html",
        html(theme, "region.html", &sample::region()),
    );
    add(
        "similarity/shili-shi/2021/shili-xian.2021.html",
        html(theme, "comparison.html", &sample::comparison()),
    );
    let cited = html(theme, "citations.html", &sample::cited::citations());
    add("citations/index.html", cited);
    let doubts = html(theme, "citation-doubts.html", &sample::cited::doubts());
    add("citations/unsure/index.html", doubts);
    let validity = html(theme, "validity.html", &sample::cited::validity());
    add("validity/index.html", validity);
    let in_force = html(theme, "in-force.html", &sample::cited::in_force());
    add("validity/2022/index.html", in_force);
    add(
        "measures/index.html",
        html(theme, "measures.html", &measure_sample::measures()),
    );
    add(
        "measures/bodies/index.html",
        html(theme, "measure-index.html", &measure_sample::index()),
    );
    add(
        "measures/bodies/shilishi/index.html",
        html(theme, "measure-list.html", &measure_sample::list()),
    );
    add(
        "measures/plans/shili-shi/plan/index.html",
        html(theme, "ledger.html", &measure_sample::ledger()),
    );
    let indicators = html(theme, "indicators.html", &indicator_sample::indicators());
    add("indicators/index.html", indicators);
    let figures = html(theme, "figures.html", &indicator_sample::figures());
    add("indicators/review-cases/index.html", figures);
    let of_agency = indicator_sample::figures_of_agency();
    let of_agency = html(theme, "figures.html", &of_agency);
    add("indicators/agencies/shili-shi/index.html", of_agency);
    let years = html(theme, "parts.html", &part_sample::years());
    add(
        "parts/shili-shi/annual-report/shortcomings/index.html",
        years,
    );
    let agencies = html(theme, "parts.html", &part_sample::agencies());
    add(
        "parts/years/annual-report/shortcomings/2021/index.html",
        agencies,
    );
    let parts = html(theme, "part-index.html", &part_sample::index());
    add("parts/index.html", parts);
    let series = series_sample::series();
    add(&series.page.path, html(theme, "series.html", &series));
    let of_agency = series_sample::list();
    add(
        &of_agency.page.path,
        html(theme, "series-list.html", &of_agency),
    );
    let history = history_sample::history();
    add(&history.page.path, html(theme, "history.html", &history));
    let earlier = history_sample::earlier();
    add(&earlier.page.path, html(theme, "earlier.html", &earlier));
    let table = table_sample::table_page();
    add(&table.page.path, html(theme, "table.html", &table));
    add("404.html", html(theme, "404.html", &sample::not_found()));
    add(
        "old/index.html",
        html(theme, "redirect.html", &sample::redirect()),
    );
    pages
}

#[test]
fn every_page_has_what_readers_and_their_tools_need() {
    for language in ["zh-Hans", "zh-Hant", "en"] {
        let theme = theme(None, language).expect("the default theme loads");
        for (path, page) in pages(&theme) {
            // A chart has titles of its own.
            let (page_head, _) = page.split_once("</head>").expect("a head");
            let count = |what: &str| match what {
                "<title" => page_head.matches(what).count(),
                what => page.matches(what).count(),
            };
            assert!(page.starts_with("<!DOCTYPE html>\n"), "{path}");
            assert_eq!(count(&format!("<html lang=\"{language}\">")), 1, "{path}");
            for once in [
                "<h1",
                "<header",
                "<main",
                "<title",
                "Content-Security-Policy",
            ] {
                let at_least = if once == "<header" { 1..=2 } else { 1..=1 };
                assert!(at_least.contains(&count(once)), "{path}: {once}");
            }
            let head = page.split_once("<head>\n").expect("a head").1;
            assert!(
                head.starts_with(
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                ),
                "{path}: the policy comes before all that it governs"
            );
            assert!(!page.contains("unsafe-inline"), "{path}");
            assert_eq!(count(" style=\""), 0, "{path}");
            assert_eq!(count("<style>"), usize::from(path == "404.html"), "{path}");
            assert_eq!(
                count("<script"),
                count("<script type=\"application/ld+json\">")
                    + count("<script type=\"application/json\" ")
                    + count("assets/settings.")
                    + count("data-marks=")
                    + count("assets/filter.")
                    + count("assets/as-of.")
                    + count("assets/table.")
                    + count("assets/cite.")
                    + count("assets/verify-proof.")
                    + count("assets/verify.")
                    - usize::from(path == "verify/index.html")
                    + count("src=\"../assets/search.")
                    + count("src=\"../assets/embed-frame.")
                    + usize::from(path == "404.html"),
                "{path}: data, and the theme's own file"
            );
            assert!(
                !page.contains("alert(1)</"),
                "{path}: the data block was closed from inside"
            );
            if path == "404.html" {
                assert!(
                    !page.contains("href=\"../") && !page.contains("src="),
                    "{path}"
                );
            } else if path != "search/embed.html" {
                assert_eq!(count("class=\"skip\" href=\"#main\""), 1, "{path}");
            }
        }
    }
}

#[test]
fn an_archive_of_which_little_is_known_renders() {
    let mut theme = Theme::load(None, &LanguageTag::ENGLISH).expect("the default theme loads");
    let site = view::Site {
        title: "A".to_owned(),
        language: "en".to_owned(),
        ..view::Site::default()
    };
    theme.set_site(&site).expect("a site");
    type Render<'a> = &'a dyn Fn(&Theme, &str) -> String;
    let bare: [(&str, Render<'_>); 12] = [
        ("home.html", &|theme, name| {
            html(theme, name, &view::HomePage::default())
        }),
        ("report.html", &|theme, name| {
            html(theme, name, &view::ReportPage::default())
        }),
        ("agency.html", &|theme, name| {
            html(theme, name, &view::AgencyPage::default())
        }),
        ("list.html", &|theme, name| {
            html(theme, name, &view::ListPage::default())
        }),
        ("search.html", &|theme, name| {
            html(theme, name, &view::SearchPage::default())
        }),
        ("about.html", &|theme, name| {
            html(theme, name, &view::AboutPage::default())
        }),
        ("index.html", &|theme, name| {
            html(theme, name, &view::IndexPage::default())
        }),
        ("sitemap.html", &|theme, name| {
            html(theme, name, &view::SitemapPage::default())
        }),
        ("mirror.html", &|theme, name| {
            html(theme, name, &view::MirrorPage::default())
        }),
        ("verify.html", &|theme, name| {
            html(theme, name, &view::VerifyPage::default())
        }),
        ("404.html", &|theme, name| {
            html(theme, name, &view::NotFoundPage::default())
        }),
        ("redirect.html", &|theme, name| {
            html(theme, name, &view::RedirectPage::default())
        }),
    ];
    for (template, view) in bare {
        let page = view(&theme, template);
        assert!(page.contains("</html>"), "{template}");
        for nothing in [
            "None",
            "none\"",
            "null",
            "undefined",
            "canonical",
            "<dt></dt>",
        ] {
            assert!(!page.contains(nothing), "{template}: {nothing}");
        }
        if template == "404.html" {
            assert!(
                !page.contains(" href="),
                "no link can be right without a base URL"
            );
        }
    }
}

#[test]
fn a_page_weighs_less_than_60_kb_with_its_style() {
    let theme = theme(None, "zh-Hans").expect("the default theme loads");
    let mut report = sample::report();
    report.report.body = None;
    let report = html(&theme, "report.html", &report);
    let search = html(&theme, "search.html", &sample::search());
    let follow = html(&theme, "follow.html", &sample::follow());
    for page in [report, search, follow] {
        let tags = page
            .split('<')
            .filter(|tag| tag.starts_with("link") || tag.starts_with("script"));
        // What a script may load later stands in attributes of its own, and has a limit of its own.
        let attributes: Vec<&str> = tags.flat_map(|tag| tag.split(' ')).collect();
        let is_now =
            |attribute: &&str| ["src=", "href="].iter().any(|it| attribute.starts_with(it));
        let (now, later): (Vec<&str>, Vec<&str>) = attributes.into_iter().partition(is_now);
        let weight = |attributes: &[&str]| -> usize {
            let assets = theme.assets().iter();
            let named = assets.filter(|it| attributes.iter().any(|of| of.contains(&it.path)));
            named.map(|asset| asset.bytes.len()).sum()
        };
        let (style, later) = (weight(&now), weight(&later));
        assert!(style > 15_000, "{style}");
        assert!(later < 60_000, "{later}");
        assert!(page.len() + style < 60_000, "{} + {style}", page.len());
    }
}

#[test]
fn text_is_escaped_in_every_template() {
    let folder = folder(&[("templates/evil.txt", "{{ page.title }}{{ page.meta }}")]);
    let theme = theme(Some(folder.path()), "zh-Hans").expect("it loads");
    let mut view = sample::not_found();
    view.page.title = "<b>&\"'".to_owned();
    assert_eq!(
        html(&theme, "evil.txt", &view),
        "&lt;b&gt;&amp;&quot;&#39;\n<meta name=\"description\" content=\"示例“摘要” &lt;含有&gt; &amp; 符号\">"
    );
}

/// What scripts say travels as data: whatever a language file holds, it is that text and ends nothing.
#[test]
fn words_for_scripts_cannot_leave_their_data_block() {
    let evil = "</script><script>alert(1)</script><!-- & \u{2028} \"\\ ";
    let [operator, total] = ["{to}", "{n}"].map(|slot| format!("{evil}{slot}"));
    // YAML reads a text of JSON as the same text, but for the separator, which ends a line in it.
    let yaml = format!(
        "search_operator: {{or: {}}}\nsearch_total: {{one: {}, other: '{{n}}'}}\n",
        serde_json::json!(operator),
        serde_json::json!(total),
    );
    let yaml = yaml.replace('\u{2028}', "\\u2028");
    let folder = folder(&[("languages/en.yaml", &yaml)]);
    let theme = theme(Some(folder.path()), "en").unwrap_or_else(|error| panic!("{error}"));
    let page = html(&theme, "search.html", &sample::search());
    assert!(!page.contains(evil));
    let (_, rest) = page
        .split_once("<script type=\"application/json\" id=\"search-data\">")
        .expect("the data block");
    let (data, _) = rest.split_once("</script>").expect("its end");
    assert!(!data.contains(['<', '>', '&', '\u{2028}']));
    let words: serde_json::Value = serde_json::from_str(data).expect("JSON");
    let words = &words["words"];
    assert_eq!(words["operator"]["or"], operator);
    assert_eq!(words["total"]["one"], total);
    assert_eq!(words["total"]["other"], "{n}");
    assert_eq!(words["loading"], "Loading the search index…");
}

/// A clone of the project lays its own folder over what is built in, so that a change shows at once.
#[test]
fn the_default_theme_can_be_laid_over_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    for language in ["zh-Hans", "zh-Hant", "en"] {
        let [own, built_in] = [Some(folder.as_path()), None].map(|folder| {
            let theme = theme(folder, language).unwrap_or_else(|error| panic!("{error}"));
            pages(&theme)
        });
        assert_eq!(own, built_in, "{language}");
    }
}

#[test]
fn a_site_overrides_file_by_file_and_word_by_word() {
    let folder = folder(&[
        (
            "templates/list.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ t.mine }}</h1>{% endblock %}",
        ),
        ("assets/style.css", "body{}"),
        ("assets/fonts/a.txt", "x"),
        ("languages/zh-Hans.yaml", "home: 总目录\nmine: 自有文字\n"),
        ("README.md", "notes"),
    ]);
    let theme = theme(Some(folder.path()), "zh-Hans").expect("it loads");
    let page = html(&theme, "list.html", &sample::year());
    assert!(page.contains("<h1>自有文字</h1>"));
    assert!(page.contains(">总目录</a>"));
    assert!(page.contains(">检索</a>"), "words that were not named stay");
    let style = theme
        .assets()
        .iter()
        .find(|asset| asset.path.starts_with("assets/style."))
        .expect("a style sheet");
    assert_eq!(style.bytes, b"body{}");
    assert!(page.contains(&format!("href=\"../../{}\"", style.path)));
    assert!(
        theme
            .assets()
            .iter()
            .any(|asset| asset.path.starts_with("assets/fonts/a."))
    );
    assert!(html(&theme, "search.html", &sample::search()).contains("检索"));
}

#[test]
fn faults_of_a_theme_come_with_file_line_and_column() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, usize, usize, &'a str);
    let cases: [Case<'_>; 17] = [
        (
            &[("templates/list.html", "a\n{% if %}")],
            "templates/list.html",
            2,
            0,
            "",
        ),
        (
            &[("templates/list.html", "a\n\n  {{ list.titel }}")],
            "templates/list.html",
            3,
            11,
            "titel",
        ),
        (
            &[("templates/line.html", "{{ line.tilte }}")],
            "templates/line.html",
            1,
            0,
            "tilte",
        ),
        (
            &[("templates/list.html", "{{ text(key=\"nothing\") }}")],
            "templates/list.html",
            1,
            0,
            "nothing",
        ),
        (
            &[("templates/list.html", "\n{{ get_env(name=\"HOME\") }}")],
            "templates/list.html",
            2,
            0,
            "get_env",
        ),
        (
            &[("templates/list.html", "\n{{ 1 | nofilter }}")],
            "templates/list.html",
            2,
            0,
            "nofilter",
        ),
        (
            &[("languages/zh-Hans.yaml", "\nhome: 到{where}\n")],
            "languages/zh-Hans.yaml",
            2,
            0,
            "where",
        ),
        (
            &[("languages/zh-Hans.yaml", "\nfield:\n  perod: 时期\n")],
            "languages/zh-Hans.yaml",
            3,
            0,
            "did you mean `period`",
        ),
        (
            &[("languages/zh-Hans.yaml", "reports: 份\n")],
            "languages/zh-Hans.yaml",
            1,
            0,
            "lacks the {n}",
        ),
        (
            &[
                ("languages/zh-Hans.yaml", "titel: 标题\n"),
                ("templates/list.html", "{{ list.titel }}"),
            ],
            "languages/zh-Hans.yaml",
            1,
            0,
            "no text of the interface",
        ),
        (
            &[("languages/zh_Hans.yaml", "home: 首页\n")],
            "languages/zh_Hans.yaml",
            0,
            0,
            "language tag",
        ),
        (
            &[("templates/default/list.html", "")],
            "templates/default/list.html",
            0,
            0,
            "default templates",
        ),
        (
            &[(
                "templates/list.html",
                "{% extends \"default/lists.html\" %}",
            )],
            "templates/list.html",
            0,
            0,
            "default/lists.html",
        ),
        (
            &[("templates/list.html", "{% extends \"list.html\" %}")],
            "templates/list.html",
            0,
            0,
            "list.html",
        ),
        (
            &[("templates/list.html", "\n{% include \"lines.html\" %}")],
            "templates/list.html",
            2,
            0,
            "lines.html",
        ),
        (
            &[("inline/404.css", "a{}</style>")],
            "inline/404.css",
            0,
            0,
            "<",
        ),
        (&[("style.css", "a{}")], "style.css", 0, 0, "folders"),
    ];
    for (files, file, line, column, message) in cases {
        let folder = folder(files);
        let error = theme(Some(folder.path()), "zh-Hans")
            .and_then(|theme| theme.render("list.html", &sample::year()))
            .expect_err(file);
        assert_eq!(
            error.file,
            folder.path().join(file).display().to_string(),
            "{error}"
        );
        assert_eq!(error.line, line, "{error}");
        if column > 0 {
            assert_eq!(error.column, column, "{error}");
        }
        assert!(error.message.english.contains(message), "{error}");
    }
}

#[test]
fn what_a_default_template_says_can_be_added_to() {
    let folder = folder(&[
        (
            "templates/base.html",
            "{% extends \"default/base.html\" %}{% block head %}<meta name=\"mine\">{% endblock %}",
        ),
        (
            "templates/list.html",
            "{% extends \"default/list.html\" %}{% block main %}<b>mine</b>{{ super() }}{% endblock %}",
        ),
        (
            "templates/mine.html",
            "{% extends \"default/redirect.html\" %}",
        ),
    ]);
    let theme = theme(Some(folder.path()), "zh-Hans").expect("it loads");
    let list = html(&theme, "list.html", &sample::year());
    assert!(list.contains("<b>mine</b>\n<h1>2021年</h1>") || list.contains("<b>mine</b><h1>"));
    let head = "<meta name=\"mine\">";
    for page in [
        list,
        html(&theme, "report.html", &sample::report()),
        html(&theme, "redirect.html", &sample::redirect()),
        html(&theme, "mine.html", &sample::redirect()),
    ] {
        assert_eq!(page.matches(head).count(), 1, "{page}");
    }
}
