//! The page of the configuration: the keys of `firstline.toml`.

use anyhow::Result;
use firstline_relay::config::SETTINGS;

/// The page.
pub(super) fn page() -> Result<String> {
    let about = "The keys of `firstline.toml`, and the environment variables that override them: with commas \
                 between the entries of a list. The sample file, [firstline.toml](../../firstline.toml), shows \
                 each with its default.";
    let mut page = super::head("Configuration", about);
    page += "\n| key | variable | what it is |\n|---|---|---|\n";
    for setting in SETTINGS.iter() {
        let about = setting.about.replace('|', "\\|");
        page += &format!(
            "| `{}` | `{}` | {about} |\n",
            setting.key,
            setting.variable()
        );
    }
    Ok(page)
}
