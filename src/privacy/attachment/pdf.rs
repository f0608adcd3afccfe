//! PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes
        .get(..bytes.len().min(1024))
        .is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-"))
}
pub(super) fn look(_looker: &mut crate::privacy::attachment::looker::Looker<'_>, _bytes: &[u8]) {}
