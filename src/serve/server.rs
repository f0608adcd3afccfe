//! The preview's server: HTTP on this machine alone.
//!
//! In go requests, out come files: pages from the desk, with the script of the preview; everything else from the folder
//! that the publisher fills. Who may ask is the guard's business. Nothing of the content is opened here.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::sync::{mpsc, oneshot, watch as latest};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use tower_http::services::ServeDir;

use crate::diagnostic::{Language, Text};
use crate::error::{Doing, Error};
use crate::route::file_kind::{content_type, is_active, is_page_of_table};
use crate::route::site_path::NOT_FOUND_PAGE;
use crate::route::{PAGE_NAME, TEXT_NAME, content_hash};
use crate::serve::desk::no_page;
use crate::serve::editor::Editor;
use crate::serve::message::{Answer, Message, Page, State, Wanted};
use crate::serve::panel::{Speaker, words};
use crate::serve::{Preview, guard, markup};

/// The port where none is given and it is free.
const PORT: u16 = 8017;
/// What the preview adds is below this, which no archive has: no file of a site begins with a dot.
const OWN: &str = ".gongbao/";
const SCRIPT: &str = "/.gongbao/preview.js";
/// How long a file is waited for that the first build is to make.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often a page that stays is told that the preview is there.
const ALIVE: Duration = Duration::from_secs(10);
/// How often it is asked whether it is over.
const LOOK: Duration = Duration::from_millis(100);
/// What waits to be told to one page, at most.
const TOLD: usize = 4;

/// A listener on this machine.
///
/// # Errors
///
/// If the port is taken.
pub(super) fn listen(port: Option<u16>) -> Result<TcpListener, Error> {
    let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    let listener = match port {
        Some(port) => at(port).map_err(|error| {
            Error::new(Text::new(
                format!(
                    "无法使用端口 {port}：{error}。请用 --port 换一个，或不加 --port 由程序选择"
                ),
                format!("port {port} cannot be had: {error}. Give another by --port, or none"),
            ))
        }),
        None => at(PORT)
            .or_else(|_| at(0))
            .map_err(|e| Error::io(Doing::Read, "127.0.0.1", e)),
    }?;
    let set = listener.set_nonblocking(true);
    set.map_err(|e| Error::io(Doing::Read, "127.0.0.1", e))?;
    Ok(listener)
}

/// All that answers.
pub(super) struct Server {
    shared: Arc<Answering>,
}

struct Answering {
    port: u16,
    desk: Sender<Message>,
    states: latest::Receiver<State>,
    /// The built site.
    site: PathBuf,
    /// The content folder, whole.
    content: PathBuf,
    editor: Option<Editor>,
    language: Language,
}

impl Server {
    pub(super) fn new(
        preview: &Preview,
        listener: &TcpListener,
        site: PathBuf,
        desk: Sender<Message>,
        states: latest::Receiver<State>,
    ) -> Result<Server, Error> {
        let content = &preview.job.content;
        let refused = |e| Error::io(Doing::Read, content, e);
        Ok(Server {
            shared: Arc::new(Answering {
                port: listener.local_addr().map_err(refused)?.port(),
                desk,
                states,
                site,
                content: content.canonicalize().map_err(refused)?,
                editor: preview.editor.clone(),
                language: preview.language,
            }),
        })
    }

    pub(super) fn address(&self) -> String {
        // No name that might lead to another program on this machine.
        format!("http://127.0.0.1:{}/", self.shared.port)
    }

    /// Answers until it is over.
    ///
    /// # Errors
    ///
    /// If nothing can be listened to.
    pub(super) async fn run(
        self,
        listener: TcpListener,
        is_over: fn() -> bool,
    ) -> Result<(), Error> {
        let desk = self.shared.desk.clone();
        let refused = |e| Error::io(Doing::Read, "127.0.0.1", e);
        let app = Router::new().fallback(answer).with_state(self.shared);
        let over = async {
            while !is_over() {
                tokio::time::sleep(LOOK).await;
            }
        };
        let served = match tokio::net::TcpListener::from_std(listener) {
            Err(e) => Err(refused(e)),
            Ok(listener) => tokio::select! {
                served = axum::serve(listener, app) => served.map_err(refused),
                () = over => Ok(()),
            },
        };
        // The other parts end with it.
        let _ = desk.send(Message::End);
        served
    }
}

async fn answer(Shared(shared): Shared<Arc<Answering>>, request: Request) -> Response {
    let (method, uri) = (request.method(), request.uri());
    let path = guard::path(method, request.headers(), uri.path(), shared.port);
    let mut response = match path {
        Err(refused) => refused.into_response(),
        Ok(path) => match path.strip_prefix(OWN) {
            Some(name) => shared.own(name, uri.query().unwrap_or_default()),
            None => shared.file(path, request).await,
        },
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    // What is shown is of this moment, and of nobody else.
    set(CACHE_CONTROL, "no-store");
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(CONTENT_SECURITY_POLICY, "frame-ancestors 'self'");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(HeaderName::from_static("referrer-policy"), "same-origin");
    response
}

impl Answering {
    /// A file of the preview itself.
    fn own(self: &Arc<Self>, name: &str, query: &str) -> Response {
        match name {
            "preview.js" => text("text/javascript", include_str!("assets/preview.js")),
            "preview.css" => text("text/css", include_str!("assets/preview.css")),
            "words.json" => text(
                "application/json",
                serde_json::to_string(&words(self.language)).unwrap_or_default(),
            ),
            "events" => match guard::path_of_query(query) {
                Ok(path) => self.clone().events(page_path(&path)),
                Err(refused) => refused.into_response(),
            },
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Tells the page at `path` of every state, for as long as it listens.
    fn events(self: Arc<Self>, path: String) -> Response {
        let (sender, told) = mpsc::channel(TOLD);
        tokio::spawn(async move {
            let mut states = self.states.clone();
            loop {
                let state = states.borrow_and_update().clone();
                let answer = self.made_in_memory(&path).await;
                let page = match &answer {
                    Answer::Made(page) => Some(page.clone()),
                    other => self.built_page(&path, other.source()).await,
                };
                let page = page.as_ref();
                let speaker = Speaker {
                    language: self.language,
                    editor: self.editor.as_ref(),
                    content: &self.content,
                };
                let digest = page.map(|page| page.digest.as_str());
                let source = answer.source();
                let told = speaker.told(&state, digest, source);
                let told = serde_json::to_string(&told).unwrap_or_default();
                if sender.send(told).await.is_err() {
                    return;
                }
                tokio::select! {
                    () = sender.closed() => return,
                    changed = states.changed() => if changed.is_err() {
                        return;
                    },
                }
            }
        });
        let events = ReceiverStream::new(told);
        let events = events.map(|told| Ok::<Event, Infallible>(Event::default().data(told)));
        let alive = KeepAlive::new().interval(ALIVE);
        Sse::new(events).keep_alive(alive).into_response()
    }

    /// A page, from memory or else as it was built last.
    async fn page(&self, path: &str) -> Option<Arc<Page>> {
        match self.made_in_memory(path).await {
            Answer::Made(page) => Some(page),
            other => self.built_page(path, other.source()).await,
        }
    }

    /// A page as it was built last; `source` is the file that it is about, if that is known.
    async fn built_page(&self, path: &str, source: Option<&str>) -> Option<Arc<Page>> {
        let bytes = tokio::fs::read(self.site.join(path)).await.ok()?;
        Some(Arc::new(Page {
            digest: content_hash(&bytes),
            bytes,
            source: source.map(str::to_owned),
        }))
    }

    async fn made_in_memory(&self, path: &str) -> Answer {
        let (reply, answer) = oneshot::channel();
        let wanted = Wanted {
            path: path.to_owned(),
            reply,
            tries: 0,
        };
        let gone = || {
            let why = Text::new("预览已停止。", "The preview has stopped.");
            Answer::Failed(why, None)
        };
        match self.desk.send(Message::Wanted(wanted)) {
            Ok(()) => answer.await.unwrap_or_else(|_| gone()),
            Err(_) => gone(),
        }
    }

    /// A file of the site.
    async fn file(&self, path: String, request: Request) -> Response {
        let path = page_path(&path);
        if path.ends_with(".html") {
            return self.html(&path, request).await;
        }
        if let Answer::Made(file) = self.made_in_memory(&path).await {
            return text(content_type(&path), file.bytes.clone());
        }
        // As hosts do with the name of a folder.
        let folder = format!("{}/", request.uri().path());
        let has_ending = path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('.'));
        if !has_ending
            && self.page(&format!("{path}/{PAGE_NAME}")).await.is_some()
            && let Ok(folder) = HeaderValue::from_str(&folder)
        {
            return (StatusCode::FOUND, [(LOCATION, folder)]).into_response();
        }
        match is_active(&path) && self.is_attachment(&path) {
            true => self.saved(&path, request).await,
            false => self.built(&path, request).await,
        }
    }

    /// Whether a file of the built site stands beside a report, or in a folder below it, and is no page of the site.
    fn is_attachment(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let folders = path.match_indices('/').map(|(end, _)| path.split_at(end).0);
        let mut texts = folders.map(|folder| self.site.join(folder).join(TEXT_NAME));
        let is_there = |path: &str| self.site.join(path).is_file();
        name != PAGE_NAME && texts.any(|text| text.is_file()) && !is_page_of_table(path, is_there)
    }

    /// A file that a browser is to save: it would act as a page of the preview.
    async fn saved(&self, path: &str, request: Request) -> Response {
        let mut response = self.built(path, request).await;
        let saved = HeaderValue::from_static("attachment");
        response.headers_mut().insert(CONTENT_DISPOSITION, saved);
        response
    }

    /// A page, or a file beside a report that is written as one.
    async fn html(&self, path: &str, request: Request) -> Response {
        let mut answer = self.made_in_memory(path).await;
        let mut built = self.built_page(path, answer.source()).await;
        // It is not there, or not yet.
        if matches!((&answer, &built), (Answer::Elsewhere(_), None)) && self.is_to_come().await {
            answer = self.made_in_memory(path).await;
            built = self.built_page(path, answer.source()).await;
        }
        match (answer, built) {
            (Answer::Made(page), _) => self.shown(&page, StatusCode::OK),
            (_, Some(_)) if self.is_attachment(path) => self.saved(path, request).await,
            (_, Some(page)) => self.shown(&page, StatusCode::OK),
            (Answer::Failed(why, _), None) => self.failed(&why),
            // It has a place, and errors keep it from there.
            (Answer::Elsewhere(Some(_)), None) => self.failed(&no_page()),
            (Answer::Elsewhere(None), None) => match self.page(NOT_FOUND_PAGE).await {
                Some(page) => self.shown(&page, StatusCode::NOT_FOUND),
                None => StatusCode::NOT_FOUND.into_response(),
            },
        }
    }

    /// A file of the built site, which is waited for where there is none yet.
    async fn built(&self, path: &str, request: Request) -> Response {
        let is_there = tokio::fs::try_exists(self.site.join(path)).await;
        if !is_there.unwrap_or(false) {
            self.is_to_come().await;
        }
        let mut folder = ServeDir::new(&self.site).append_index_html_on_directories(false);
        match folder.try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Waits for the first build, if there was none and nothing stands in its way; whether that was worth it.
    async fn is_to_come(&self) -> bool {
        let mut states = self.states.clone();
        if states.borrow().is_published {
            return false;
        }
        let is_decided = |state: &State| state.is_published || state.has_errors();
        let built = states.wait_for(is_decided);
        let built = tokio::time::timeout(PATIENCE, built).await;
        built.is_ok_and(|state| state.is_ok_and(|state| state.is_published))
    }

    fn shown(&self, page: &Page, status: StatusCode) -> Response {
        let data = [("digest", page.digest.as_str())];
        let bytes = markup::with_script(&page.bytes, SCRIPT, &data);
        (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], bytes).into_response()
    }

    /// A page of the preview's own, in place of one that cannot be made.
    fn failed(&self, why: &Text) -> Response {
        let mut said = String::new();
        crate::escape::html(why.in_language(self.language), &mut said);
        let title = words(self.language)
            .get("preview")
            .copied()
            .unwrap_or_default();
        let page = format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title></head><body><p>{said}</p></body></html>\n"
        );
        let page = Page {
            digest: String::new(),
            bytes: page.into_bytes(),
            source: None,
        };
        self.shown(&page, StatusCode::SERVICE_UNAVAILABLE)
    }
}

/// The file that a path of the site leads to.
fn page_path(path: &str) -> String {
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}{PAGE_NAME}"),
        false => path.to_owned(),
    }
}

fn text(media_type: &'static str, bytes: impl Into<Body>) -> Response {
    ([(CONTENT_TYPE, media_type)], bytes.into()).into_response()
}
