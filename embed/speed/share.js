/**
 * A result to show to somebody: as text, as a picture, and a reminder to measure again as a calendar file. All of it says when,
 * where to, and how it was measured, so that a provider or a regulator can make something of it.
 */

import { isFolded } from "./measure.js";

/** How an upload went, as everybody calls it. */
const METHODS = { socket: "WebSocket", post: "POST" };

/** The result in lines, what is not known left out. `result` has the judged numbers, `time`, `server`, `plan` and how it was measured. */
export function report(words, result) {
  const { say, mbit, ms, percent, exactly, number, megabytes } = words;
  const of = (name) => (result[name] >= 0 ? ` (${say("of-plan", { percent: percent(result[name]) })})` : "");
  const has = (name, write) => result[name] >= 0 && `${say(name)}: ${write(result[name])}`;
  const known = (name, value) => value && `${say(name)}: ${value}`;
  const { time, place, server, plan, transport, connections, method, light, megabytes: amount, build } = result;
  const loaded = result["loaded-latency"];
  const lines = [
    time ? `${say("title")}, ${exactly(time)}` : say("title"),
    known("place", place),
    `${say("download")}: ${mbit(result.download)}${of("of-plan")}`,
    result.upload >= 0 && `${say("upload")}: ${mbit(result.upload)}${of("upload-of-plan")}`,
    result.latency >= 0 && `${say("delay")}: ${ms(result.latency)}${loaded >= 0 ? `, ${say("loaded", { loaded: ms(loaded) })}` : ""}`,
    has("single", mbit),
    has("rpm", number),
    known("amount", amount && megabytes(amount)),
    plan && say("plan", { plan }),
    known("server", server),
    isFolded(result) ? say("folded", result) : known("connections", connections && [number(connections), transport, METHODS[method]].filter(Boolean).join(", ")),
    light && say("light-test"),
    known("version", build),
    say("method", { confidence: say(`sure-${result.confidence}`) }),
  ];
  return lines.filter(Boolean);
}

/** The lines as a picture (PNG); undefined where the browser draws none. */
export function picture(lines, rtl) {
  const [canvas, scale, line, edge] = [document.createElement("canvas"), 2, 30, 28];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const font = (at) => `${at ? 400 : 600} 16px system-ui, sans-serif`;
  const wide = lines.map((text, at) => ((pen.font = font(at)), pen.measureText(text).width));
  canvas.width = (Math.ceil(Math.max(...wide)) + 2 * edge) * scale;
  canvas.height = (lines.length * line + 2 * edge) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#10192b";
  pen.direction = rtl ? "rtl" : "ltr";
  pen.textAlign = "start";
  lines.forEach((text, at) => {
    pen.font = font(at);
    pen.fillText(text, rtl ? canvas.width / scale - edge : edge, edge + at * line + 20);
  });
  return new Promise((resolve) => canvas.toBlob(resolve));
}

const stamp = (time) => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");

/** This evening, or tomorrow's: most lines are at their slowest then. */
export function evening(now) {
  const at = new Date(now);
  at.setHours(20, 0, 0, 0);
  if (at - now < 3600e3) at.setDate(at.getDate() + 1);
  return +at;
}

/** A calendar file (RFC 5545) with one entry at that time. */
export function calendar(title, url, time, now) {
  // Commas, semicolons and backslashes mean something there.
  const escaped = (text) => text.replace(/[\\;,]/g, "\\$&");
  // A line has at most 75 octets; the rest goes on after a space (3.1). 24 characters have at most 72.
  const folded = (line) => line.match(/[^]{1,24}/gu).join("\r\n ");
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Firstline//Speed test//EN",
    "BEGIN:VEVENT",
    `UID:${stamp(now)}-firstline-speed`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(time)}`,
    "DURATION:PT15M",
    `SUMMARY:${escaped(title)}`,
    `URL:${url}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:PT0M",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].map((text) => (text ? folded(text) : "")).join("\r\n");
}

/** Has the browser save a file. */
export function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
