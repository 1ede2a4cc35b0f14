//! Writes every named example as a page of its own, styled by the real sheet, to be looked at
//! or photographed: `cargo run --example screens -- OUTDIR [LANGUAGE]`.

use std::path::PathBuf;
use std::{env, fs, io};

#[path = "../tests/examples/mod.rs"]
#[allow(clippy::expect_used, reason = "what tests draw from fails as tests do")]
mod examples;

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let Some(out) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: cargo run --example screens -- OUTDIR [LANGUAGE]");
        std::process::exit(2);
    };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(out.join("pictures"))?;
    fs::write(out.join("widget.css"), examples::page::sheets())?;
    for picture in fs::read_dir(root.join("guides/pictures"))? {
        let picture = picture?;
        fs::copy(
            picture.path(),
            out.join("pictures").join(picture.file_name()),
        )?;
    }
    let mut list = String::new();
    let drawn = match env::args().nth(2) {
        Some(language) => examples::spoken::all_in(&language),
        None => examples::all(),
    };
    for example in drawn {
        let name = example.name;
        let screen = examples::render(example).await;
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{name}</title>\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <link rel=\"stylesheet\" href=\"page.css\"><link rel=\"stylesheet\" href=\"widget.css\">\
             <div class=\"fl-root\"><dialog class=\"fl-panel\" open aria-label=\"Help\">\
             <div class=\"fl-stage\"><div class=\"fl-mount\">{screen}</div></div></dialog></div></html>\n"
        );
        fs::write(out.join(format!("{name}.html")), page)?;
        list.push_str(name);
        list.push('\n');
    }
    fs::write(
        out.join("page.css"),
        "body { margin: 0; background: #e9edf3 }\n",
    )?;
    fs::write(out.join("names.txt"), list)
}
