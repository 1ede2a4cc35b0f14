//! What a running relay does when it gets a signal.

use firstline_relay::{Config, Current, Provider, Site, log};

/// Ready when the process is told to stop. When it is told once more, it ends at once: what was not
/// answered is sent again by those who wait for it.
pub async fn stopped() {
    told_to_stop().await;
    tokio::spawn(async {
        told_to_stop().await;
        tracing::warn!("told to stop once more: open requests are given up");
        log::flush();
        std::process::exit(1);
    });
}

async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

/// On SIGHUP, reads configuration, guides and the provider's file anew, which `read` does. If
/// something is wrong with them, it is said, and what was served until then goes on.
#[cfg(unix)]
pub fn reload_on_hangup(
    current: Current,
    read: impl Fn() -> anyhow::Result<(Config, Site, Provider)> + Clone + Send + 'static,
) {
    use tokio::signal::unix::{SignalKind, signal};
    // From now on the signal does not end the process.
    let Ok(mut hangups) = signal(SignalKind::hangup()) else {
        return;
    };
    tokio::spawn(async move {
        while hangups.recv().await.is_some() {
            tracing::info!("reading the operator's files anew");
            match tokio::task::spawn_blocking(read.clone()).await {
                Ok(Ok((config, site, provider))) => current.replace(config, site, provider).await,
                Ok(Err(error)) => {
                    tracing::error!("nothing changes, because the files have problems: {error:#}")
                }
                Err(_) => tracing::error!("nothing changes, because reading the files broke off"),
            }
        }
    });
}

/// Without signals there is nothing to wait for.
#[cfg(not(unix))]
pub fn reload_on_hangup(_: Current, _: impl Fn() -> anyhow::Result<(Config, Site, Provider)>) {}
