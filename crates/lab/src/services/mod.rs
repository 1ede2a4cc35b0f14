//! What answers in the laboratory.

pub mod dns;
mod echo;
mod stun;
mod tls;
mod web;

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;

use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::watch;

use crate::Impossible;
use crate::namespaces::{Namespaces, Place};
use crate::plan::{ECHO, HELP, HELP_6, NAMES, PORTAL, RELAY_PORTS, ROUTER, SITES, STUN};
use dns::Answers;
use web::Page;

/// All that answers, one thread a place.
#[derive(Debug)]
pub struct Services {
    answers: watch::Sender<Answers>,
    stop: watch::Sender<bool>,
    closed: watch::Sender<()>,
    threads: Vec<JoinHandle<()>>,
}

impl Services {
    /// Starts all; when it returns, all of them listen.
    pub fn start(namespaces: &Namespaces) -> Result<Services, Impossible> {
        let certificate = tls::certificate()?;
        let (answers, asked) = watch::channel(Answers::Truth);
        let (stop, stopped) = watch::channel(false);
        let (closed, closing) = watch::channel(());
        let mut all = Services {
            answers,
            stop,
            closed,
            threads: Vec::new(),
        };
        all.threads
            .push(there(namespaces, Place::Router, &stopped, async || {
                tokio::spawn(dns::pass_on(udp(ROUTER, 53).await?, NAMES));
                web(ROUTER, 80, Page::Router).await
            })?);
        let (tls, of_pipes) = (Arc::clone(&certificate), closing.clone());
        all.threads.push(there(
            namespaces,
            Place::Provider,
            &stopped,
            async move || {
                tokio::spawn(dns::answer(udp(NAMES, 53).await?, asked));
                for address in [IpAddr::V4(HELP), IpAddr::V6(HELP_6)] {
                    tokio::spawn(echo::answer(udp(address, ECHO).await?));
                    tokio::spawn(stun::answer(udp(address, STUN).await?));
                    for (plain, encrypted) in RELAY_PORTS {
                        let listener = tcp(address, encrypted).await?;
                        tokio::spawn(tls::pipe(
                            listener,
                            (address, plain).into(),
                            Arc::clone(&tls),
                            of_pipes.clone(),
                        ));
                    }
                }
                web(PORTAL, 80, Page::Portal).await
            },
        )?);
        all.threads.push(there(
            namespaces,
            Place::Internet,
            &stopped,
            async move || {
                for site in SITES {
                    tokio::spawn(echo::answer(udp(site, ECHO).await?));
                    tokio::spawn(stun::answer(udp(site, STUN).await?));
                    web(site, 80, Page::Site).await?;
                    let listener = tcp(site, 443).await?;
                    let certificate = Arc::clone(&certificate);
                    tokio::spawn(tls::serve(
                        listener,
                        Page::Site,
                        certificate,
                        closing.clone(),
                    ));
                }
                Ok(())
            },
        )?);
        Ok(all)
    }

    /// How the provider's name server answers from now on.
    pub fn names_answer(&self, answers: Answers) {
        self.answers.send_replace(answers);
    }

    /// Closes the connections over TLS that are open now.
    pub fn close(&self) {
        self.closed.send_replace(());
    }

    /// Ends all of them.
    pub fn stop(&mut self) {
        self.stop.send_replace(true);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// A thread in that place, whose runtime does what `begin` starts until it is told to stop.
fn there<B, F>(
    namespaces: &Namespaces,
    place: Place,
    stopped: &watch::Receiver<bool>,
    begin: B,
) -> Result<JoinHandle<()>, Impossible>
where
    B: FnOnce() -> F + Send + 'static,
    F: Future<Output = Result<(), Impossible>>,
{
    // The thread that enters must be the one that stays: what it makes later is there too.
    let file = namespaces.file(place);
    let mut stopped = stopped.clone();
    let (sender, begun) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let runtime = crate::namespaces::enter(&file).and_then(|()| {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(Impossible::because("cannot make a runtime"))
        });
        let runtime = match runtime {
            Ok(runtime) => runtime,
            Err(why) => {
                let _ = sender.send(Err(why));
                return;
            }
        };
        runtime.block_on(async {
            let has_begun = begin().await;
            let failed = has_begun.is_err();
            let _ = sender.send(has_begun);
            if !failed {
                let _ = stopped.wait_for(|stop| *stop).await;
            }
        });
    });
    match begun.recv() {
        Ok(Ok(())) => Ok(thread),
        Ok(Err(why)) => Err(why),
        Err(_) => Err(Impossible::new("a thread of the laboratory panicked")),
    }
}

async fn udp(address: impl Into<IpAddr>, port: u16) -> Result<UdpSocket, Impossible> {
    let address = address.into();
    let bound = UdpSocket::bind((address, port)).await;
    bound.map_err(Impossible::because(&format!(
        "cannot listen on {address}, port {port}"
    )))
}

async fn tcp(address: impl Into<IpAddr>, port: u16) -> Result<TcpListener, Impossible> {
    let address = address.into();
    let bound = TcpListener::bind((address, port)).await;
    bound.map_err(Impossible::because(&format!(
        "cannot listen on {address}, port {port}"
    )))
}

async fn web(address: impl Into<IpAddr>, port: u16, page: Page) -> Result<(), Impossible> {
    tokio::spawn(web::serve(tcp(address, port).await?, page));
    Ok(())
}
