//! `firstline serve`: the relay.

mod ahead;
mod bundle;
mod equipment;
mod features;
mod guides;
mod signals;
mod widget;

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use firstline_author::folder::GuideFolder;
use firstline_guide::{Library, pack};
use firstline_relay::config::SETTINGS;
use firstline_relay::{Config, Helpdesk, Provider, Relay, Site, log};
use firstline_wire::kano::Feature;
use tokio::net::TcpListener;

use super::{Configured, run_async};
use crate::guide;
use crate::output::{FAILED, WRONG, fail, print, print_error};
use crate::{provider, report};

/// Serve the widget, the guides and the API, and store tickets
#[derive(Clone, Debug, clap::Args)]
#[command(after_long_help = keys())]
pub struct Args {
    #[command(flatten)]
    configured: Configured,
    /// Address and port to listen on; port 0 for any that is free
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Directory of the built widget
    #[arg(long, value_name = "DIR")]
    widget: Option<PathBuf>,
    /// Folder of the guides
    #[arg(long, value_name = "DIR")]
    guides: Option<PathBuf>,
    /// Directory of the store
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Serve the sample page of the widget's directory at / too
    #[arg(long)]
    sample: bool,
}

/// All keys of the configuration, for the long help.
fn keys() -> String {
    let width = SETTINGS
        .iter()
        .map(|setting| setting.key.len())
        .max()
        .unwrap_or(0);
    let mut text = "Keys of firstline.toml. Each is also an environment variable, which wins: \
                    checks.isp is FIRSTLINE_CHECKS_ISP.\n\n"
        .to_owned();
    for setting in SETTINGS.iter() {
        text += &format!("  {:width$}  {}\n", setting.key, setting.about);
    }
    text += "\nRUST_LOG chooses what is logged: info without it.";
    text
}

/// Guides by their ids, with those that they call.
pub type Walkable = Vec<(String, Arc<Library>)>;

/// Runs the command.
pub fn run(args: Args) -> ExitCode {
    let config = match configured(&args) {
        Ok(config) => config,
        Err(error) => return fail(WRONG, format!("{error:#}")),
    };
    log::start(config.log);
    let code = match serve(config, args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, format!("{error:#}")),
    };
    log::flush();
    code
}

fn configured(args: &Args) -> anyhow::Result<Config> {
    let mut config = args.configured.read()?;
    let Args {
        listen,
        widget,
        guides,
        data,
        ..
    } = args;
    config.listen = listen.unwrap_or(config.listen);
    config.guides = guides.clone().unwrap_or(config.guides);
    config.data = data.clone().unwrap_or(config.data);
    config.widget = widget.clone().or(config.widget);
    Helpdesk::of(&config)?;
    Ok(config)
}

fn serve(config: Config, args: Args) -> anyhow::Result<()> {
    let (site, provider) = published(&config, args.sample)?;
    run_async(async {
        let listen = config.listen;
        let probed_on = config.probe.listeners.clone();
        let relay = Relay::open(config, site, provider)
            .await
            .context("cannot start")?;
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| {
                format!(
                    "cannot listen on {listen}, which the key `listen` (or --listen, FIRSTLINE_LISTEN) says"
                )
            })?;
        let mut for_probes = Vec::new();
        for address in probed_on {
            let bound = TcpListener::bind(address).await;
            for_probes.push(bound.with_context(|| {
                format!("cannot listen on {address}, which the key `probe.listeners` says")
            })?);
        }
        let address = listener.local_addr()?;
        let mut said = format!("Firstline serves http://{address}/ (stop with Ctrl-C)\n");
        for listener in &for_probes {
            let address = listener.local_addr()?;
            said += &format!("It answers the probes at http://{address}/ too\n");
        }
        print(&said);
        signals::reload_on_hangup(relay.current(), move || {
            let config = configured(&args)?;
            let (site, provider) = published(&config, args.sample)?;
            Ok((config, site, provider))
        });
        let relay = relay.probed_on(for_probes);
        relay.serve(listener, signals::stopped()).await;
        Ok(())
    })
}

/// What the operator's files say, read anew; warns of what customers would read in another language.
fn published(config: &Config, sample: bool) -> anyhow::Result<(Site, Provider)> {
    let folder = folder(&config.guides)?;
    let provider = provider(&folder)?;
    let site = site(config, &folder, &provider, sample)?;
    warn_of_foreign_words(config, &provider);
    Ok((site, provider))
}

/// The guides and what lies beside them.
///
/// # Errors
///
/// If lint finds something wrong: what is half right is not served. All of it is printed.
fn folder(guides: &Path) -> anyhow::Result<GuideFolder> {
    let folder = guide::folder(guides)?;
    let errors = provider::lint(std::slice::from_ref(&folder)).errors();
    if errors.has_errors() {
        let coloured = std::io::stderr().is_terminal();
        print_error(&report::for_people(&errors, coloured));
        bail!("the guides have problems, so nothing is served");
    }
    Ok(folder)
}

fn provider(folder: &GuideFolder) -> anyhow::Result<Provider> {
    let Some(source) = &folder.provider else {
        let file = folder.path.join("site").join("provider.json");
        bail!(
            "cannot read {}, which says whose help this is (guides/README.md, \"The provider\"); \
             --guides names the folder of the guides",
            file.display()
        );
    };
    Ok(Provider::read(&source.text, &source.path)?)
}

/// Guides that customers can choose, in the first language, and the features that they are asked about.
///
/// # Errors
///
/// If the guides cannot be served.
pub fn walkable(config: &Config) -> anyhow::Result<(Walkable, Vec<Feature>)> {
    let folder = folder(&config.guides)?;
    let mut site = Site::default();
    guides::publish(&mut site, &folder, &config.languages)?;
    features::publish(&mut site, &folder);
    let mut walkable = Vec::new();
    for entry in site
        .editions
        .first()
        .map_or(&[][..], |edition| &edition.guides)
    {
        let pack = site.files.get(&entry.pack).context("a pack is not there")?;
        let library = pack::read(&pack.bytes)
            .map_err(|_| anyhow::anyhow!("{} cannot be read", entry.pack))?;
        walkable.push((entry.id.clone(), Arc::new(library)));
    }
    Ok((walkable, site.features))
}

/// Warns of what customers would read in another language than their own, besides guides.
fn warn_of_foreign_words(config: &Config, provider: &Provider) {
    for language in &config.languages {
        if config.consent_is_foreign_to(language) {
            tracing::warn!(
                language,
                "customers agree to a text that is not in their language: “{}”; write theirs in firstline.toml, \
                 `text.{language}` of [consent]",
                config.consent_in(language).text
            );
        }
        if provider.hours_in_english_for(language) {
            tracing::warn!(
                language,
                "opening hours are told in English; `words.{language}.hours` of site/provider.json is for \
                 your own words"
            );
        }
    }
}

/// Everything that is published: guides, pictures, boxes, widget.
fn site(
    config: &Config,
    folder: &GuideFolder,
    provider: &Provider,
    sample: bool,
) -> anyhow::Result<Site> {
    let mut site = Site::default();
    guides::publish(&mut site, folder, &config.languages)?;
    equipment::publish(&mut site, folder)?;
    features::publish(&mut site, folder);
    widget::publish(
        &mut site,
        config.widget.as_deref(),
        &config.languages,
        sample,
    )?;
    ahead::publish(&mut site, config, provider);
    Ok(site)
}
