//! What comes from the system: the browsers, the helpdesks that tests deliver to, and Node where it is
//! missing.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::report::Report;

/// Programs and the Debian packages that bring them.
pub struct SystemTools {
    what: &'static str,
    programs: &'static [&'static str],
    packages: &'static [&'static str],
}

/// The browser that all end-to-end tests drive.
pub const CHROMIUM: SystemTools = SystemTools {
    what: "Chromium and its WebDriver",
    programs: &["chromium", "chromedriver"],
    packages: &["chromium", "chromium-driver"],
};

/// The other browser, for the main walks. Its driver is no package of Debian's: see
/// [`pins::GECKODRIVER`](super::pins::GECKODRIVER).
pub const FIREFOX: SystemTools = SystemTools {
    what: "Firefox",
    programs: &["firefox-esr"],
    packages: &["firefox-esr"],
};

/// The helpdesk that tests deliver tickets to, with a database in a file. Its program is not on `PATH`;
/// one that comes with it is.
pub const REQUEST_TRACKER: SystemTools = SystemTools {
    what: "Request Tracker",
    programs: &["rt-crontool-5"],
    packages: &["request-tracker5", "rt5-db-sqlite", "rt5-standalone"],
};

/// The mail server that tests deliver tickets to, and what makes a certificate for it.
pub const MAIL_SERVER: SystemTools = SystemTools {
    what: "aiosmtpd and openssl",
    programs: &["aiosmtpd", "openssl"],
    packages: &["python3-aiosmtpd", "openssl"],
};

/// The database that relays can share. The server's programs are not on `PATH`; one that comes with them is.
pub const POSTGRESQL: SystemTools = SystemTools {
    what: "PostgreSQL",
    programs: &["pg_createcluster", "psql", "setpriv"],
    packages: &["postgresql", "util-linux"],
};

/// Node, which runs the tools from npm.
pub const NODE: SystemTools = SystemTools {
    what: "Node and npm",
    programs: &["node", "npm"],
    packages: &["nodejs", "npm"],
};

/// Sets the clock of one program, for `cargo xtask chaos`.
pub const FAKETIME: SystemTools = SystemTools {
    what: "faketime",
    programs: &["faketime"],
    packages: &["faketime"],
};

/// The server beside which the relay is measured, and the tool that measures.
pub const NGINX_AND_WRK: SystemTools = SystemTools {
    what: "nginx and wrk",
    programs: &["nginx", "wrk"],
    packages: &["nginx-light", "wrk"],
};

/// Takes them from `PATH`, or installs them by apt-get. Without the rights for that, says which
/// line the person has to run.
pub fn ensure(report: &Report, tools: &SystemTools) -> Result<()> {
    if all_there(tools)? {
        return Ok(());
    }
    let packages = tools.packages.join(" ");
    let line = format!("sudo apt-get install --no-install-recommends {packages}");
    if !super::exists("apt-get")? {
        bail!(
            "{} not found ({}): install them with your system's package manager",
            tools.what,
            tools.programs.join(", ")
        );
    }
    if !is_root() {
        bail!("{} not found; this installs them: {line}", tools.what);
    }
    report.note(&format!("{}: installing {packages}", tools.what));
    report.logged("apt-update", &mut apt(&["update"])?)?;
    let mut install = apt(&["install", "--yes", "--no-install-recommends"])?;
    install.args(tools.packages);
    // A server that is installed to be measured beside must not begin to serve.
    install.env("RUNLEVEL", "1");
    report.logged("apt-install", &mut install)?;
    if !all_there(tools)? {
        bail!(
            "apt-get installed {packages}, but {} are not on PATH",
            tools.programs.join(", ")
        );
    }
    Ok(())
}

fn all_there(tools: &SystemTools) -> Result<bool> {
    for program in tools.programs {
        if !super::exists(program)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn apt(arguments: &[&str]) -> Result<Command> {
    let mut command = super::command("apt-get")?;
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        // Another apt-get, of the system or of a person, may hold the lock; it ends.
        .args(["-o", "DPkg::Lock::Timeout=600"])
        .args(arguments);
    Ok(command)
}

/// Whether we may install what is missing.
pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
