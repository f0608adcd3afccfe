//! What holds of addresses for any path.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use crate::route::{self, Route};

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_path_gives_a_route_or_none(path in any::<String>()) {
        if let Ok(route) = Route::of_path(&path) {
            prop_assert_eq!(Route::parse(route.as_str()), Some(route));
        }
    }

    #[test]
    fn encoding_is_undone_by_decoding(path in any::<String>()) {
        let encoded = route::encode(&path);
        prop_assert!(encoded.is_ascii());
        prop_assert_eq!(route::decode(&encoded), Some(path));
    }

    #[test]
    fn relative_links_lead_where_they_should(
        from in "[a-c]{1,2}(/[a-c]{1,2}){0,3}", to in "[a-c]{1,2}(/[a-c]{1,2}){0,3}",
    ) {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let link = route::relative(&from, &to);
        prop_assert_eq!(route::join(folder, &link), Some(to));
        prop_assert_eq!(route::root_of(&from).matches("../").count(), from.matches('/').count());
    }

    #[test]
    fn no_join_climbs_out(folder in "[a-c](/[a-c]){0,2}", path in "[a-c./\\\\]{0,12}") {
        if let Some(joined) = route::join(&folder, &path) {
            prop_assert!(joined.split('/').all(|segment| segment != ".."), "{}", joined);
            prop_assert!(!joined.starts_with('/'));
        }
    }
}
