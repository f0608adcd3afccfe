//! A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`.
//!
//! In: requests, each of at most so many bytes and within so much time. Out: the status and the text that the standard
//! wants. One at a time is judged, kept and signed. Who may reach it is said by the address that it listens at; what is
//! said of a failure stays on this machine.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as Asked, State as Shared};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::error::{Doing, Error};
use crate::witness::{Answered, MAX_REQUEST, Refusal, State, Witness};

/// How long a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is asked whether it is over.
const LOOK: Duration = Duration::from_millis(100);
/// The type of the size that a conflict answers with.
const SIZE: &str = "text/x.tlog.size";
const TEXT: &str = "text/plain; charset=utf-8";

/// What answers.
pub(crate) struct Server {
    pub(crate) witness: Witness,
    pub(crate) state: State,
    /// Seconds since 1970.
    pub(crate) clock: fn() -> u64,
    /// Is told what became of each request.
    pub(crate) told: fn(&Answered),
}

/// A listener at this address.
///
/// # Errors
///
/// If the address cannot be had.
pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    let refused = |e| Error::io(Doing::Listen, address.to_string(), e);
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

struct Answering {
    server: Mutex<Server>,
}

impl Server {
    /// Answers until it is over.
    ///
    /// # Errors
    ///
    /// If nothing can be listened to.
    pub(crate) fn run(self, listener: TcpListener, is_over: fn() -> bool) -> Result<(), Error> {
        let refused = |e| Error::io(Doing::Listen, "tcp", e);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(refused)?;
        runtime.block_on(async {
            let shared = Arc::new(Answering {
                server: Mutex::new(self),
            });
            let app = Router::new()
                .route("/add-checkpoint", post(add_checkpoint))
                .with_state(shared);
            let listener = tokio::net::TcpListener::from_std(listener).map_err(refused)?;
            tokio::select! {
                served = axum::serve(listener, app) => served.map_err(refused),
                () = until(is_over) => Ok(()),
            }
        })
    }
}

async fn until(is_over: fn() -> bool) {
    while !is_over() {
        tokio::time::sleep(LOOK).await;
    }
}

async fn add_checkpoint(Shared(shared): Shared<Arc<Answering>>, asked: Asked) -> Response {
    let body = to_bytes(asked.into_body(), MAX_REQUEST);
    let Ok(body) = tokio::time::timeout(PATIENCE, body).await else {
        return StatusCode::REQUEST_TIMEOUT.into_response();
    };
    let Ok(body) = body else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Ok(body) = std::str::from_utf8(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    // Judged, kept and signed in one: no other request comes between.
    let server = shared.server.lock().unwrap_or_else(PoisonError::into_inner);
    let answered = server.witness.answer(body, (server.clock)(), &server.state);
    (server.told)(&answered);
    drop(server);
    match answered {
        Ok(Ok(line)) => said(StatusCode::OK, TEXT, line),
        Ok(Err(refusal)) => refused(refusal),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refused(refusal: Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match refusal {
        Refusal::Conflict(size) | Refusal::Forked(size) => said(status, SIZE, format!("{size}\n")),
        _ => status.into_response(),
    }
}

fn said(status: StatusCode, media_type: &'static str, text: String) -> Response {
    (status, [(CONTENT_TYPE, media_type)], Body::from(text)).into_response()
}
