//! What is kept of a test that failed: below `e2e/` in Cargo's target directory.

use super::Page;
use super::paths;

/// Keeps a screenshot, what stood on the page, and what its console said.
pub async fn keep(page: &Page, browser: &str) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("test").replace("::", ".");
    let name = format!("{name}.{browser}");
    eprintln!("it failed in {browser}");
    let dir = paths::target().join("e2e");
    let _ = std::fs::create_dir_all(&dir);
    let picture = dir.join(format!("{name}.png"));
    match page.driver.screenshot(&picture).await {
        Ok(()) => eprintln!("screenshot: {}", picture.display()),
        Err(error) => eprintln!("no screenshot: {error}"),
    }
    match page
        .driver
        .execute(page_script("return described();"), Vec::new())
        .await
    {
        Ok(shown) => eprintln!(
            "the page showed:\n{}",
            shown.json().as_str().unwrap_or("nothing")
        ),
        Err(error) => eprintln!("the page does not tell what it shows: {error}"),
    }
    // Not in the standard, so not of every browser.
    if let Ok(lines) = page.driver.browser_log().await {
        for line in lines {
            eprintln!("console: {} {}", line.level, line.message);
        }
    }
}

use super::page::with_library as page_script;
