//! The regions of GB/T 2260: provinces and prefectures, those too that are no more, for numbers outlive them.
//!
//! In: the first digits of a number. Out: whether a region has, or ever had, that code. Counties are not told apart: they
//! changed too often for a table to be whole.

/// A province, and the prefectures in it from one code to another.
const PREFECTURES: [(u32, &[(u32, u32)]); 35] = [
    (11, &[(1, 2)]),
    (12, &[(1, 2)]),
    (13, &[(1, 11), (21, 30), (90, 90)]),
    (14, &[(1, 11), (21, 27), (90, 90)]),
    (15, &[(1, 9), (21, 29)]),
    (21, &[(1, 14), (21, 22), (90, 90)]),
    (22, &[(1, 8), (21, 26), (90, 90)]),
    (23, &[(1, 12), (21, 27), (90, 90)]),
    (31, &[(1, 2)]),
    (32, &[(1, 13), (21, 27), (90, 90)]),
    (33, &[(1, 11), (21, 28), (90, 90)]),
    (34, &[(1, 18), (21, 29), (90, 90)]),
    (35, &[(1, 9), (21, 28), (90, 90)]),
    (36, &[(1, 11), (21, 26), (90, 90)]),
    (37, &[(1, 17), (21, 29), (90, 90)]),
    (41, &[(1, 17), (21, 30), (90, 90)]),
    (42, &[(1, 13), (21, 29), (90, 90)]),
    (43, &[(1, 13), (21, 31), (90, 90)]),
    (44, &[(1, 29), (51, 53), (90, 90)]),
    (45, &[(1, 14), (21, 28)]),
    (46, &[(0, 4), (90, 90)]),
    (50, &[(0, 3)]),
    (51, &[(1, 39), (70, 70), (90, 90)]),
    (52, &[(1, 6), (21, 27)]),
    (53, &[(1, 9), (21, 35)]),
    (54, &[(1, 6), (21, 27)]),
    (61, &[(1, 10), (21, 27), (90, 90)]),
    (62, &[(1, 12), (21, 30)]),
    (63, &[(1, 2), (21, 28)]),
    (64, &[(1, 5), (21, 22)]),
    (65, &[(1, 5), (21, 32), (40, 43), (90, 90)]),
    // Taiwan, Hong Kong, Macau, and residents from Taiwan, whose numbers name no prefecture.
    (71, &[(0, 0)]),
    (81, &[(0, 0)]),
    (82, &[(0, 0)]),
    (83, &[(0, 0)]),
];

/// Whether four digits are a prefecture.
pub(super) fn exists(code: u32) -> bool {
    let prefecture = code % 100;
    let mut provinces = PREFECTURES.iter();
    let province = provinces.find(|(province, _)| *province == code / 100);
    province.is_some_and(|(_, ranges)| {
        let mut ranges = ranges.iter();
        ranges.any(|(first, last)| (*first..=*last).contains(&prefecture))
    })
}

/// Whether two digits are a province.
pub(super) fn has_province(code: u32) -> bool {
    PREFECTURES.iter().any(|(province, _)| *province == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_all_times_are_known() {
        for code in [1101, 4419, 5102, 6590, 8100] {
            assert!(exists(code), "{code}");
        }
        for code in [1000, 1103, 2115, 4600 + 50, 9900] {
            assert!(!exists(code), "{code}");
        }
    }
}
