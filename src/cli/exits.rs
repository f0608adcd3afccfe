//! Exit codes of the commands that hold an archive against its log: the same for all of them, so that scripts can tell.

/// Files are missing.
pub(super) const INCOMPLETE: u8 = 10;
/// Files are not what the log says.
pub(super) const ALTERED: u8 = 12;
/// The log has fewer entries than it had.
pub(super) const ROLLED_BACK: u8 = 13;
/// The log has other entries than it had.
pub(super) const FORKED: u8 = 15;
/// It is not signed by whom it should be, or not witnessed.
pub(super) const UNSIGNED: u8 = 16;
/// The log is not whole, or contradicts itself.
pub(super) const BROKEN: u8 = 17;

#[cfg(test)]
mod tests {
    use crate::verify::damage::Verdict;

    #[test]
    fn one_code_means_one_thing() {
        for (code, verdict) in [
            (super::INCOMPLETE, Verdict::Incomplete),
            (super::ALTERED, Verdict::Altered),
            (super::ROLLED_BACK, Verdict::RolledBack),
            (super::FORKED, Verdict::Forked),
            (super::UNSIGNED, Verdict::Unsigned),
            (super::BROKEN, Verdict::Broken),
        ] {
            assert_eq!(code, verdict.code());
        }
    }
}
