// A relay's targets for tests, and what they become where something is wrong: each fault is one that was met.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/** By so much a timer of a busy machine is late, and is made up for; ms. */
const LATE = 100;
const NOISE = randomBytes(1 << 20);
export const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "server-timing",
  "timing-allow-origin": "*",
  "cache-control": "no-store, no-transform",
};

/** Writes so many bytes, at most `rate` a second. Where a timer came a little late, the next comes sooner. */
function pour(response, bytes, rate, source = NOISE) {
  let left = bytes;
  let free = performance.now();
  const piece = Math.min(source.length, Math.max(1024, rate / 50));
  const more = () => {
    if (left <= 0 || response.destroyed) return response.end();
    const size = Math.min(left, piece);
    left -= size;
    free = Math.max(free, performance.now() - LATE) + (size / rate) * 1000;
    response.write(source.subarray(0, size), () => setTimeout(more, free - performance.now()));
  };
  more();
}

/** Makes a connection a WebSocket (RFC 6455), counts what comes, and tells it every 100 ms; pongs and closes are not answered. */
function upgrade(request, socket, rate) {
  const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`);
  const began = performance.now();
  let bytes = 0;
  /** What is left of this frame, and its head as far as it came. */
  let left = 0;
  let head = Buffer.alloc(0);
  const take = (data) => {
    for (let at = 0; at < data.length; ) {
      if (left) {
        const here = Math.min(left, data.length - at);
        [left, at, bytes] = [left - here, at + here, bytes + here];
        continue;
      }
      head = Buffer.concat([head, data.subarray(at, at + 1)]);
      at += 1;
      const size = head[1] & 127;
      const long = size === 126 ? 2 : size === 127 ? 8 : 0;
      if (head.length < 6 + long) continue;
      left = long === 2 ? head.readUInt16BE(2) : long ? Number(head.readBigUInt64BE(2)) : size;
      head = Buffer.alloc(0);
    }
  };
  // A line takes little at a time; what it does not take stays with the sender.
  socket.on("readable", () => {});
  let from = began;
  const taking = setInterval(() => {
    const now = performance.now();
    const most = Math.floor(((now - from) * rate) / 1000);
    const data = most && (socket.read(most) || socket.read());
    from = now;
    if (data) take(data);
  }, 10);
  const telling = setInterval(() => {
    const text = Buffer.from(JSON.stringify({ bytes, ms: performance.now() - began }));
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
  }, 100);
  const end = () => [taking, telling].forEach(clearInterval);
  socket.on("close", end).on("error", end);
}

/**
 * Starts one; `faults` replace the answers of single targets: `(request, response) => …`. `rate` is bytes a second, and with
 * `sockets` it takes WebSockets.
 */
export async function serve({ rate = 2e6, sockets = false, host = "127.0.0.1", ...faults } = {}) {
  const uploads = new Map();
  const counted = (id) => uploads.get(id) || uploads.set(id, { bytes: 0, began: performance.now() }).get(id);
  const answers = {
    ping: (_, response) => response.writeHead(204, { ...CORS, "server-timing": "app;dur=0.2" }).end(),
    download: (request, response) => {
      const bytes = +new URL(request.url, "http://x").searchParams.get("bytes");
      response.writeHead(200, { ...CORS, "content-length": bytes });
      pour(response, bytes, rate / 5);
    },
    upload: (request, response) => {
      const count = counted(new URL(request.url, "http://x").searchParams.get("id"));
      let free = performance.now();
      const slow = (data) => {
        count.bytes += data.length;
        request.pause();
        free = Math.max(free, performance.now() - LATE) + (data.length / (rate / 3)) * 1000;
        setTimeout(() => request.resume(), free - performance.now());
      };
      request.on("data", slow).on("end", () => response.writeHead(200, CORS).end());
    },
    count: (request, response) => {
      const count = counted(request.url.split("/").pop());
      response.writeHead(200, CORS);
      const timer = setInterval(() => response.write(JSON.stringify({ bytes: count.bytes, ms: performance.now() - count.began }) + "\n"), 100);
      response.on("close", () => clearInterval(timer));
    },
  };
  // What a fault may go on with.
  Object.assign(answers, { whole: answers.download, taking: answers.upload, counting: answers.count }, faults);
  const server = createServer((request, response) => {
    response.on("error", () => {});
    const { pathname } = new URL(request.url, "http://x");
    const name = pathname.startsWith("/probe/upload/") ? "count" : pathname.replace("/probe/", "");
    answers[name] ? answers[name](request, response, answers) : response.writeHead(404, CORS).end();
  });
  // Those that are WebSockets now, which a server forgets.
  const held = [];
  if (sockets) server.on("upgrade", (request, socket) => held.push(socket) && upgrade(request, socket, rate / 4));
  await new Promise((ready) => server.listen(0, host, ready));
  return {
    root: `http://127.0.0.1:${server.address().port}/`,
    /** The line is lost: nothing answers any more. */
    lose: () => {
      server.closeAllConnections();
      server.close();
      held.forEach((socket) => socket.destroy());
    },
    end: () => {
      server.closeAllConnections();
      server.close();
      held.forEach((socket) => socket.destroy());
    },
  };
}

/** Downloads over a line that all connections share: so many bytes a second in all. */
export function oneLine(rate) {
  let free = 0;
  return (request, response) => {
    const bytes = +new URL(request.url, "http://x").searchParams.get("bytes");
    response.writeHead(200, { ...CORS, "content-length": bytes });
    let left = bytes;
    const more = () => {
      if (left <= 0 || response.destroyed) return response.end();
      const size = Math.min(left, Math.max(4096, rate / 500), NOISE.length);
      left -= size;
      // Whoever comes waits until all before have left.
      free = Math.max(free, performance.now()) + (size / rate) * 1000;
      setTimeout(() => response.write(NOISE.subarray(0, size), more), free - performance.now());
    };
    more();
  };
}

/** Faults of downloads, and of all that is asked. */
export const FAULTS = {
  "the length is wrong": { download: (_, response) => response.writeHead(200, CORS).end(NOISE.subarray(0, 5000)) },
  "it is cut off": {
    download: (_, response) => {
      response.writeHead(200, { ...CORS, "content-length": 25e6 });
      response.write(NOISE.subarray(0, 60000), () => response.destroy());
    },
  },
  "it can be compressed": { download: (_, response) => response.writeHead(200, CORS).end(Buffer.alloc(25e6)) },
  "a page stands in its place": { download: (_, response) => response.writeHead(200, CORS).end("<!doctype html><p>Hello</p>".repeat(1e5)) },
  "it is refused": { download: (_, response) => response.writeHead(403, CORS).end() },
  "it is busy": { download: (_, response) => response.writeHead(503, { ...CORS, "retry-after": "15" }).end() },
  "it is busy for this address": { download: (_, response) => response.writeHead(429, CORS).end() },
  "the first byte comes late": { download: (request, response, answers) => setTimeout(() => answers.whole(request, response), 1800) },
  "downloads are silent": { download: () => {} },
  "a proxy compresses zeros": {
    download: (_, response) => response.writeHead(200, { ...CORS, "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(25e6))),
  },
  "pings are another's": { ping: (_, response) => response.writeHead(204, CORS).end() },
  "pings find a page": { ping: (_, response) => response.writeHead(200, CORS).end("Hello") },
  "a sign-in page redirects": { ping: (_, response) => response.writeHead(302, { ...CORS, location: "/sign-in" }).end() },
  "a sign-in is required": { ping: (_, response) => response.writeHead(511, CORS).end() },
  "a download leads elsewhere": { download: (_, response) => response.writeHead(302, { ...CORS, location: "/elsewhere" }).end() },
  "uploads are refused": { upload: (_, response) => response.writeHead(403, CORS).end() },
  "uploads are too large": { upload: (_, response) => response.writeHead(413, { ...CORS, connection: "close" }).end() },
  "uploads are counted twice": {
    count: (_, response) => response.writeHead(200, CORS).end('{"bytes":99999999999,"ms":100}\n'),
  },
  "the count is no count": { count: (_, response) => response.writeHead(200, CORS).end("<html>\n") },
};
