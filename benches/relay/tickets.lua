-- Sends one ticket again and again, each time under a key of its own.
-- Arguments: the file of the body, and eight hexadecimal digits that no other run has.

local body, run, count = "", "00000000", 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  body = file:read("*a")
  file:close()
  run = arguments[2]
end

function request()
  count = count + 1
  local key = string.format('"%s-0000-4000-8000-%012d"', run, count)
  local headers = { ["content-type"] = "application/json", ["idempotency-key"] = key }
  return wrk.format("POST", "/api/v1/tickets", headers, body)
end
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
