//! The commands that the second part of the core carries out: what measures, what asks for faults, and what keeps and sends tickets.

use std::cell::Cell;
use std::rc::Rc;

use firstline_diagnosis::{CheckId, Context};
use firstline_wire::alert::AlertRequest;

use super::{Runner, Slot, outbox, probe, speed, storage, tell, timer, walk};
use crate::browser::device;
use crate::model::{Command, Message, Watch};

/// Carries out a command that the core leaves to it.
pub fn carry_out(runner: &mut Runner, command: Command) {
    match command {
        Command::LoadNotices => {
            let work = probe::notices(false, runner.surroundings(&runner.context));
            runner.start(Slot::Request, work);
        }
        Command::WatchFaults(Watch::Nothing) => runner.stop(|slot| *slot == Slot::Faults),
        Command::WatchFaults(watch) => {
            let mut context = Context::clone(&runner.context);
            if let Watch::Area(area) = watch {
                context.area = area;
            }
            let work = probe::notices(true, runner.surroundings(&Rc::new(context)));
            runner.replace(Slot::Faults, work);
        }
        Command::Tell {
            key,
            item,
            area,
            email,
        } => {
            let wish = AlertRequest {
                item,
                area: area.unwrap_or_else(|| runner.context.area.clone()),
                language: runner.language.clone(),
                email,
            };
            let work = tell::tell(runner.address(""), key, tell::body(&wish));
            let send = runner.send.clone();
            runner.request(async move { send.emit(Message::TellAnswered(work.await)) });
        }
        Command::TellNot(token) => runner.request(tell::tell_not(runner.address(""), token)),
        Command::SetTargets(targets) => Rc::make_mut(&mut runner.context).targets = targets,
        Command::RunChecks {
            run,
            checks,
            area,
            service,
            minutes,
            plan,
            loss,
        } => {
            let mut context = Context::clone(&runner.context);
            if let Some(area) = area {
                context.area = area;
            }
            context.service = service;
            // A customer who walks away from the Wi-Fi is on mobile data from then on.
            context.mobile_data = device::is_on_mobile_data();
            context.minutes = minutes;
            let context = Rc::new(context);
            let beside = Rc::new(Cell::new(loss));
            runner.stop(|slot| *slot == Slot::Shown);
            // The customer has agreed to one question, not to every later one.
            Rc::make_mut(&mut runner.context).may_ask = false;
            for check in checks {
                let (given, beside) = (runner.surroundings(&context), Rc::clone(&beside));
                let work = match check {
                    CheckId::Speed => speed::test(run, plan, beside, given),
                    CheckId::Wifi => walk::walk(run, given),
                    _ => probe::check(check, run, beside, given),
                };
                runner.start(Slot::Engine(run), work);
            }
        }
        Command::ShowSpeed { finding, plan } => {
            let work = speed::show(finding, plan, runner.surroundings(&runner.context));
            runner.replace(Slot::Shown, work);
        }
        Command::AllowHome => Rc::make_mut(&mut runner.context).may_ask = true,
        Command::WatchLine { run, dropped } => {
            let work = probe::line(run, dropped, runner.surroundings(&runner.context));
            runner.start(Slot::Engine(run), work);
        }
        Command::StoreOutbox { key, text } => storage::store_outbox(&key, &text),
        Command::ForgetOutbox(key) => {
            storage::forget_outbox(&key);
            // A ticket that the customer deletes is not sent any more, unless it is out already.
            runner.stop(|slot| *slot == Slot::Ticket(key.clone()));
        }
        Command::Send { key, body } => {
            let work = outbox::send(runner.address(""), key.clone(), body);
            let (slot, send) = (Slot::Ticket(key.clone()), runner.send.clone());
            runner.start(
                slot,
                Box::pin(async move {
                    let outcome = work.await;
                    send.emit(Message::Delivered { key, outcome });
                }),
            );
        }
        Command::RetryAt(at) => {
            let work = timer::at(at, Message::RetryDue, runner.send.clone());
            runner.replace(Slot::Retry, work);
        }
        // The core's own.
        Command::LoadIndex
        | Command::LoadPack { .. }
        | Command::LoadBoxes(_)
        | Command::LoadPictures(_)
        | Command::SetTimer { .. }
        | Command::Cancel { .. }
        | Command::StopEngine
        | Command::StoreSession(_)
        | Command::ForgetSession
        | Command::ShowResults { .. }
        | Command::Copy(_)
        | Command::Tick(_)
        | Command::Focus(_)
        | Command::Emit(_)
        | Command::Speak { .. }
        | Command::Close => {}
    }
}
