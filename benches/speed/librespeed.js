import { visit } from "./visit.js";

visit(
  ({ relay, ports }) =>
    new Promise((resolve, reject) => {
      const root = `${relay}:${ports.split(",")[0]}`;
      const worker = new Worker("/speedtest_worker.js");
      const settings = {
        test_order: "P_D_U",
        telemetry_level: 0,
        url_dl: `${root}/probe/download?bytes=104857600`,
        url_ul: `${location.origin}/up`,
        url_ping: `${root}/probe/ping`,
      };
      worker.onerror = () => reject(new Error("its worker failed"));
      worker.onmessage = ({ data }) => {
        const { testState, dlStatus, ulStatus, pingStatus } = JSON.parse(data);
        if (testState === 5) reject(new Error("it gave up"));
        if (testState !== 4) return;
        clearInterval(timer);
        resolve({ download: +dlStatus, upload: +ulStatus, latency: +pingStatus });
      };
      const timer = setInterval(() => worker.postMessage("status"), 200);
      worker.postMessage(`start ${JSON.stringify(settings)}`);
    }),
);
