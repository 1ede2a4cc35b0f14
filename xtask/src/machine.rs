//! The description of the machine, for reports.

use std::fs;

use jiff::Zoned;

/// Version, day and kind of machine, in one line.
pub fn described() -> String {
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kilobytes| {
            format!(", {} GB of memory", kilobytes.div_ceil(1 << 20))
        });
    format!(
        "Firstline {}, {}. {} on {}: {processor}, {cores} cores{memory}",
        env!("CARGO_PKG_VERSION"),
        Zoned::now().date(),
        std::env::consts::OS,
        std::env::consts::ARCH,
    )
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
