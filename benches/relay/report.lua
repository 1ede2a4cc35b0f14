-- One line that the benchmark reads: answers a second, the median and the 99th percentile in
-- milliseconds, what was no success, and all answers.

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    "figures %.1f %.3f %.3f %d %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    failed,
    summary.requests
  ))
end
