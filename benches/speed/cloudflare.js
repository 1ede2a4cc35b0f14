import SpeedTest from "@cloudflare/speedtest";
import { visit } from "./visit.js";

// The measurements of its README, without the loss over TURN, which has no server here.
const measurements = [
  { type: "latency", numPackets: 1 },
  { type: "download", bytes: 1e5, count: 1, bypassMinDuration: true },
  { type: "latency", numPackets: 20 },
  { type: "download", bytes: 1e5, count: 9 },
  { type: "download", bytes: 1e6, count: 8 },
  { type: "upload", bytes: 1e5, count: 8 },
  { type: "upload", bytes: 1e6, count: 6 },
  { type: "download", bytes: 1e7, count: 6 },
  { type: "upload", bytes: 1e7, count: 4 },
  { type: "download", bytes: 2.5e7, count: 4 },
  { type: "upload", bytes: 2.5e7, count: 4 },
  { type: "download", bytes: 1e8, count: 3 },
  { type: "upload", bytes: 5e7, count: 3 },
  { type: "download", bytes: 2.5e8, count: 2 },
];

visit(
  ({ relay, ports }) =>
    new Promise((resolve, reject) => {
      const root = `${relay}:${ports.split(",")[0]}`;
      const test = new SpeedTest({
        autoStart: false,
        downloadApiUrl: `${root}/probe/download`,
        // Ours answers while it reads, which this engine takes for the end.
        uploadApiUrl: `${location.origin}/up`,
        logAimApiUrl: null,
        measurements,
      });
      test.onError = reject;
      test.onFinish = (results) =>
        resolve({
          download: results.getDownloadBandwidth() / 1e6,
          upload: results.getUploadBandwidth() / 1e6,
          latency: results.getUnloadedLatency(),
          loadedDown: results.getDownLoadedLatency(),
          loadedUp: results.getUpLoadedLatency(),
        });
      test.play();
    }),
);
