//! What the program prints and how it ends: the cases under `tests/cmd`.

#[test]
fn commands_print_what_the_cases_say() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1773100800")
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.trycmd");
}
