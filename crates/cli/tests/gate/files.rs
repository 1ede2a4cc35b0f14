//! Files and folders beside guides, in other encodings and without end.

use super::*;

#[test]
fn one_file_in_another_encoding_hides_nothing() {
    let place = place();
    place.write("guides/fails.json", FAILS);
    let path = place.path().join("guides/grun.json");
    let guide = one("grun").replace("For all.", "Für alle.");
    let windows: Vec<u8> = guide
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    std::fs::write(&path, &windows).unwrap();
    let said = [
        "error[not-utf8]",
        "grun.json:2:93",
        "save it as UTF-8",
        "error[failing-scenario]",
    ];
    says(&place, &[], 1, &said);
    says(&place, &["guides/grun.json"], 1, &["error[not-utf8]"]);

    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(guide.chars())
        .flat_map(|c| u16::try_from(u32::from(c)).unwrap().to_le_bytes())
        .collect();
    std::fs::write(&path, utf16).unwrap();
    let said = ["this file is written in UTF-16", "error[failing-scenario]"];
    says(&place, &[], 1, &said);
    let output = firstline(place.path()).arg("serve").output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("UTF-16"), "{errors}");
}

#[test]
fn files_that_systems_write_beside_guides_are_passed_over() {
    let place = place();
    place.write("guides/fails.json", FAILS);
    place.write("guides/one.json", &one("one"));
    std::fs::write(
        place.path().join("guides/._one.json"),
        b"\0\x05\x16\x07\xff",
    )
    .unwrap();
    let (_, said) = lint(&place, &["guides"]);
    assert!(said.contains("1 problem in 1 of 2 guides"), "{said}");
    let output = firstline(place.path())
        .args(["play", "one"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_of_guides_may_be_called_like_a_language() {
    for name in ["kb", "faq", "it"] {
        let place = place();
        place.write("package.json", "{ \"name\": \"site\" }");
        place.write(&format!("{name}/one.json"), &one("one"));
        says(&place, &[name], 0, &["1 guide, no problems"]);
        says(
            &place,
            &[&format!("{name}/one.json")],
            0,
            &["1 guide, no problems"],
        );
    }
}

#[test]
fn a_folder_of_translations_with_another_name_is_told() {
    let place = place();
    place.write("guides/one.json", &one("one"));
    let german = r#"{ "format": 1, "guide": "one", "language": "de", "texts": {} }"#;
    for (name, hint) in [
        ("de_DE", "rename the folder to `de-DE`"),
        ("german", "rename the folder to the tag of its language"),
    ] {
        place.write(&format!("guides/{name}/one.json"), german);
        says(&place, &["guides"], 0, &["warning[misnamed-folder]", hint]);
    }
}

/// Nothing is in "1 of 0".
#[test]
fn what_is_told_of_a_file_counts_it() {
    let german = r#"{ "format": 1, "guide": "one", "language": "de", "texts": {} }"#;
    let guide = one("one");
    for (name, text, said) in [
        ("de_DE/one.json", german, "1 warning in 1 of 1 translation"),
        ("two.JSON", &*one("two"), "1 warning in 1 of 2 guides"),
        ("copies/one.json", &*guide, "1 warning in 1 of 2 guides"),
        ("kb/one.json", &*guide, "1 warning in 1 of 2 guides"),
        ("de/one.txt", german, "1 guide, no problems"),
    ] {
        let place = place();
        place.write("guides/one.json", &guide);
        place.write(&format!("guides/{name}"), text);
        says(&place, &["guides"], 0, &[said]);
    }
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    for mark in ["", "\u{feff}"] {
        let place = place();
        place.write("guides/one.json", &one("one"));
        let mut windows = format!("{mark}{{ \"title\": \"gr").into_bytes();
        windows.extend(b"\xfcn\" }\n");
        std::fs::write(place.path().join("guides/two.json"), &windows).unwrap();
        says(
            &place,
            &["guides"],
            1,
            &["two.json:1:15", "1 | { \"title\": \"gr"],
        );
        says(
            &place,
            &["guides", "--format", "json"],
            1,
            &["\"column\": 15"],
        );
    }
    let place = place();
    place.write("guides/one.json", &format!("\u{feff}{}", one("one")));
    says(&place, &["guides"], 1, &["one.json:1:1", "byte order mark"]);
}

#[test]
fn pictures_that_harm_are_not_served() {
    let place = place();
    place.write("guides/one.json", &one("one"));
    place.write(
        "guides/pictures/script.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"></svg>",
    );
    place.write("guides/pictures/other.png", "<svg></svg>");
    place.write("guides/pictures/large.png", "");
    let large = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 300_000]].concat();
    std::fs::write(place.path().join("guides/pictures/large.png"), large).unwrap();
    let mut said = vec![
        "error[bad-picture]: this picture has a script",
        "error[bad-picture]: this picture is svg, which its name does not say",
        "warning[large-picture]: this picture has 300 kB",
    ];
    #[cfg(unix)]
    {
        let link = place.path().join("guides/pictures/link.svg");
        std::os::unix::fs::symlink("/etc/hosts", link).unwrap();
        said.push("a link to something outside of the folder");
    }
    says(&place, &["guides"], 1, &said);
    let output = firstline(place.path()).arg("serve").output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("nothing is served"), "{errors}");
}

#[test]
fn what_cannot_be_a_guide_is_told_and_nothing_waits_for_it() {
    let place = place();
    place.write("guides/one.json", &one("one"));
    std::fs::create_dir(place.path().join("guides/folder.json")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", place.path().join("guides/link.json")).unwrap();
    let (code, said) = lint(&place, &["guides"]);
    assert_eq!(code, Some(1));
    let expected = if cfg!(unix) { 2 } else { 1 };
    let found = said.matches("error[unreadable-file]").count();
    assert_eq!(found, expected, "{said}");
}

#[test]
fn problems_without_end_are_cut_short() {
    let steps: Vec<String> = (0..2000)
        .map(|step| format!("\"s{step}\": {{ \"kind\": \"instruction\", \"title\": \"S\", \"to\": \"t{step}\" }}"))
        .collect();
    let place = place();
    let guide = format!(
        "{{ \"format\": 1, \"id\": \"many\", \"version\": \"1\", \"language\": \"en\", \"title\": \"A\", \
         \"summary\": \"B\", \"start\": \"s0\", \"stuck\": \"s0\", \"steps\": {{ {} }} }}",
        steps.join(",\n")
    );
    place.write("guides/many.json", &guide);
    let (code, said) = lint(&place, &["guides"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("error[too-many-problems]"),
        "{}",
        &said[said.len() - 900..]
    );
    assert!(said.matches("\nerror[").count() <= 101);
}
