/**
 * Datagrams over WebTransport: how many of them come back. It is fetched for the check `loss` alone, which few guides run and
 * not every browser can; so its bytes are not the core's.
 */

/** What a call sends every 20 ms: 160 bytes of speech behind a header of 12 (RFC 3551, 4.5.14; RFC 3550, 5.1). */
const SIZE = 172;

/** Where sending takes so many times as long as it should, the device was busy or slept, and what got lost it may have lost itself. */
const LATE = 1.5;

const now = () => performance.now();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The relay's own echo: the relay says over https where it is, and by what its certificate is known. */
async function found(url) {
  const answer = await fetch(url, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
  const { port, certificate } = await answer.json();
  const echo = new URL(url);
  Object.assign(echo, { protocol: "https:", port, hash: certificate ? `sha-256=${certificate}` : "" });
  return echo.href;
}

/** The certificate's hash behind the address, for an echo that no authority vouches for: `#sha-256=` and 64 hex digits. */
function options(url) {
  const [, hex] = url.split("#sha-256=");
  if (!hex) return {};
  const value = Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
  return { serverCertificateHashes: [{ algorithm: "sha-256", value }] };
}

/**
 * Whether a STUN server answers, by the browser's own search for ways to talk (RFC 8445): the search is over as soon as there is
 * an answer, and goes on for many seconds where there is none. `undefined` if this browser does not search, or could not ask.
 */
async function answers(urls, wait) {
  let peer;
  try {
    peer = new RTCPeerConnection({ iceServers: [{ urls }] });
    let any = false;
    let failed = false;
    const over = new Promise((resolve) => {
      peer.onicecandidateerror = () => (failed = true);
      peer.onicecandidate = ({ candidate }) => {
        if (candidate?.type === "srflx") resolve(true);
        // A device that is not behind a translation of addresses is told the address that it has, which is no candidate of its own.
        if (!candidate?.candidate) resolve(any && !failed ? true : undefined);
        any = true;
      };
    });
    peer.createDataChannel("");
    await peer.setLocalDescription();
    return await Promise.race([over, sleep(wait).then(() => false)]);
  } catch {
    return undefined;
  } finally {
    peer?.close();
  }
}

/**
 * Sends `count` numbered datagrams to `url` (`own`, if that is the relay's), one each `pause` ms, and waits at most `wait` ms for the session, and for echoes
 * after the last. Out: `{ state }` of `sent`, `none` (no session came about), `broken` (it ended early), `disturbed` (the page was in the
 * background, or the device busy or asleep), `blocked` (by the page's policy) or `unsupported`; with `sent` how many went and how many came `back`, each counted once; with `none`, whether the `witness`, another
 * server, answers over UDP, if there is one.
 */
export async function stage(_, { url: address, own, witness, count, pause, wait }) {
  if (!window.WebTransport) return { state: "unsupported" };
  const url = own ? await Promise.race([found(address), sleep(wait)]).catch(() => undefined) : address;
  // What the relay did not tell says nothing of datagrams.
  if (!url) return { state: "broken" };
  let blocked = false;
  let opened = false;
  const heard = (event) => (blocked ||= /^(connect|default)-src/.test(event.effectiveDirective) && url.startsWith(event.blockedURI.split("#")[0]));
  document.addEventListener("securitypolicyviolation", heard);
  // Why what comes would be no measurement of the line.
  let spoilt;
  let wake;
  const early = new Promise((resolve) => (wake = resolve));
  const spoil = (state) => {
    spoilt ||= state;
    wake();
  };
  const disturb = () => spoil("disturbed");
  document.addEventListener("visibilitychange", disturb);
  if (document.hidden) disturb();
  let session;
  const none = async () => ({ state: "none", witness: witness ? await answers(witness, wait) : undefined });
  try {
    session = new WebTransport(url.split("#")[0], options(url));
    const broke = () => spoil("broken");
    session.closed.then(broke, broke);
    const ready = await Promise.race([session.ready.then(() => true), sleep(wait)]).catch(() => false);
    // What the policy forbade is told after the failure.
    if (!ready) await sleep(100);
    if (!ready) return blocked ? { state: "blocked" } : spoilt === "disturbed" ? { state: spoilt } : await none();
    opened = true;
    const writer = session.datagrams.writable.getWriter();
    const reader = session.datagrams.readable.getReader();
    const back = new Set();
    const all = (async () => {
      while (back.size < count) {
        const { value, done } = await reader.read();
        if (done) return broke();
        if (value.length === SIZE) back.add(new DataView(value.buffer, value.byteOffset).getUint32(0));
      }
    })().catch(broke);
    const began = now();
    let due = began;
    let sent = 0;
    for (; sent < count && !spoilt; sent++) {
      const packet = new Uint8Array(SIZE);
      new DataView(packet.buffer).setUint32(0, sent);
      writer.write(packet).catch(broke);
      // A timer that is a little late is made up for, and without a burst.
      due = Math.max(due + pause, now() - pause);
      await sleep(due - now());
      if (now() - began > count * pause * LATE) disturb();
    }
    const last = now();
    await Promise.race([all, early, sleep(wait)]);
    if (now() - last > wait * LATE) disturb();
    if (spoilt) return { state: spoilt };
    return { state: "sent", sent, back: [...back].filter((number) => number < sent).length };
  } catch {
    return opened ? { state: spoilt || "broken" } : blocked ? { state: "blocked" } : await none();
  } finally {
    document.removeEventListener("securitypolicyviolation", heard);
    document.removeEventListener("visibilitychange", disturb);
    try {
      session?.close();
    } catch {
      // It never was open.
    }
  }
}
