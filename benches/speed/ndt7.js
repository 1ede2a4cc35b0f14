import ndt7 from "@m-lab/ndt7";
import { visit } from "./visit.js";

visit(async () => {
  const told = {};
  const failed = (error) => (told.note = String(error));
  await ndt7.test(
    {
      userAcceptedDataPolicy: true,
      server: location.host.replace(/:.*/, ":9101"),
      protocol: "ws",
      downloadworkerfile: "/ndt7-download-worker.js",
      uploadworkerfile: "/ndt7-upload-worker.js",
    },
    {
      error: failed,
      downloadComplete: ({ LastClientMeasurement: last }) => (told.download = last?.MeanClientMbps),
      // As its own example page has it: what the server says that it got.
      uploadComplete: ({ LastServerMeasurement: last }) => (told.upload = (last?.TCPInfo.BytesReceived * 8) / last?.TCPInfo.ElapsedTime),
    },
  );
  return told;
});
