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
-- What is printed when it is done.
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "report.lua")
