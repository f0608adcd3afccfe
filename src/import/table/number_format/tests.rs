use super::*;

fn shown(code: &str, number: f64) -> String {
    NumberFormat::of(code).number(number, false).text
}

#[test]
fn numbers_are_shown_as_their_format_says() {
    let cases = [
        ("General", 1286.0, "1286"),
        ("0.00", 98.5, "98.50"),
        ("0.00", -250.0, "-250.00"),
        ("0", 2.5, "3"),
        ("#,##0", 1_286.0, "1,286"),
        ("#,##0", 0.0, "0"),
        ("#,##0.00", 1_333_600.5, "1,333,600.50"),
        ("#,##0.00;[RED]\\-#,##0.00", -250.0, "-250.00"),
        ("#,##0.00_);(#,##0.00)", -1250.5, "(1,250.50)"),
        (
            "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            1234.5,
            "1,234.50",
        ),
        (
            "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
            0.0,
            "-",
        ),
        ("0.0%", 0.0831, "8.3%"),
        ("0%", 1.0, "100%"),
        ("0.00%", -0.125, "-12.50%"),
        ("000000", 42.0, "000042"),
        ("#", 0.0, ""),
        ("0.##", 1.5, "1.5"),
        ("#.##", 0.5, ".5"),
        ("0\"件\"", 12.0, "12件"),
        ("0!.0,\"万\"", 12_345.0, "1.2万"),
        ("#,##0,", 1_234_567.0, "1,235"),
        ("0.00E+00", 12345.0, "1.23E+04"),
        ("0.0E+0", 0.000_95, "9.5E-4"),
        ("##0.0E+0", 12345.0, "12.3E+3"),
        ("0.0E+00", 9.99, "1.0E+01"),
        ("[$¥-804]#,##0.00", 5.0, "¥5.00"),
        ("[>=10000]0!.0,\"万\";0", 12_345.0, "1.2万"),
        ("[>=10000]0!.0,\"万\";0", 999.0, "999"),
        ("[=1]\"是\";[=0]\"否\";General", 1.0, "是"),
        ("[=1]\"是\";[=0]\"否\";General", 0.0, "否"),
        ("000-0000", 1_234_567.0, "123-4567"),
        ("# ?/?", 1.5, "1 1/2"),
        ("# ??/??", 0.0, "0"),
        ("?/?", 0.75, "3/4"),
        (";;;", 5.0, ""),
        ("@", 12.5, "12.5"),
        ("[DBNum1][$-804]General", 123.0, "一百二十三"),
        ("[DBNum2][$-804]0", 12.0, "壹贰"),
        ("General\"人\"", 12.0, "12人"),
        ("0.00;[Red]0.00", 3.0, "3.00"),
    ];
    for (code, number, text) in cases {
        assert_eq!(shown(code, number), text, "{code} {number}");
    }
}

#[test]
fn a_sign_that_is_a_colour_is_lost() {
    let red = NumberFormat::of("0.00;[Red]0.00");
    assert!(red.number(-3.0, false).is_sign_lost);
    assert!(!red.number(3.0, false).is_sign_lost);
    assert!(
        !NumberFormat::of("0.00;[Red](0.00)")
            .number(-3.0, false)
            .is_sign_lost
    );
    assert!(
        !NumberFormat::of("0.00;[Red]-0.00")
            .number(-3.0, false)
            .is_sign_lost
    );
}

#[test]
fn days_are_shown_as_dates() {
    let cases = [
        ("yyyy\\-mm\\-dd", 43_890.0, "2020-02-29"),
        ("yyyy\\年m\\月d\\日", 45_306.0, "2024年1月15日"),
        ("yyyy\"年\"m\"月\"d\"日\";@", 45_306.0, "2024年1月15日"),
        (
            "yyyy\\-mm\\-dd\\ hh:mm",
            44_378.395_833_333_3,
            "2021-07-01 09:30",
        ),
        ("yyyy/m/d h:mm:ss", 44_378.999_999_9, "2021/7/2 0:00:00"),
        (
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            45_306.0,
            "Monday, January 15, 2024",
        ),
        ("aaaa", 45_306.0, "星期一"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("上午/下午h\"时\"mm\"分\"", 0.25, "上午6时00分"),
        ("[h]:mm", 1.5, "36:00"),
        ("mm:ss.0", 0.000_729_166_7, "01:03.0"),
        (
            "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"",
            45_306.0,
            "二〇二四年一月十五日",
        ),
        ("yyyy-mm-dd", 60.0, "1900-02-29"),
        ("yyyy-mm-dd", 1.0, "1900-01-01"),
        ("yyyy-mm-dd", -1.0, "-1"),
        ("yy.mm", 45_306.0, "24.01"),
    ];
    for (code, number, text) in cases {
        assert_eq!(shown(code, number), text, "{code} {number}");
    }
    let from_1904 = NumberFormat::of("yyyy-mm-dd").number(0.0, true);
    assert_eq!(from_1904.text, "1904-01-01");
}

#[test]
fn text_has_its_own_section() {
    assert_eq!(NumberFormat::of("0;0;0;\"第\"@\"号\"").text("三"), "第三号");
    assert_eq!(NumberFormat::of("General").text("三"), "三");
    assert_eq!(NumberFormat::of(";;;").text("三"), "");
}

#[test]
fn no_code_breaks_it() {
    for code in [
        "",
        "[",
        "\"",
        "\\",
        "_",
        "*",
        "[>",
        "0E",
        "E+",
        "//",
        "[$",
        "?/",
        ".",
        ",",
        "0,,,,,,,,,,,,",
        "%%%%%%%%%%",
        "[hhhh]",
        "😀0",
    ] {
        for number in [0.0, -1.5, 1e300, f64::NAN, f64::INFINITY, 1e-300] {
            let _ = shown(code, number);
            let _ = NumberFormat::of(code).text("a");
        }
    }
}
